/// Requests that change a record and nothing else.
extension ModelCloud {
    func administrate(_ operation: ModelOperation, _ server: inout ModelServer) -> Expected {
        // All of a project are the owners of its servers.
        let holder: ModelServer.Holder = operation.sender == .foreignAdmin ? .admin : .owner
        switch operation.kind {
        case .lock where server.lock != nil && holder == .owner: break
        case .lock:
            server.lock = holder
            server.note("lock")
        case .unlock:
            guard operation.sender != .member || server.lock != .admin else { return Expected(status: 403) }
            server.lock = nil
            server.note("unlock")
        case .reset(let state):
            (server.vm, server.task) = (state, nil)
            server.history.append(ModelRecord(name: "resetState"))
        default: break
        }
        return Expected(status: 202)
    }

    func items(_ operation: ModelOperation, _ server: inout ModelServer) -> Expected {
        switch operation.kind {
        case .setMetadata(let key):
            server.metadata.insert(key)
            return Expected(status: 200)
        case .removeMetadata(let key):
            return Expected(status: server.metadata.remove(key) == nil ? 404 : 204)
        case .addTag(let tag): return Expected(status: server.tags.insert(tag).inserted ? 201 : 204)
        case .removeTag(let tag): return Expected(status: server.tags.remove(tag) == nil ? 404 : 204)
        case .replaceTags(let tag):
            server.tags = [tag]
            return Expected(status: 200)
        case .removeTags:
            server.tags = []
            return Expected(status: 204)
        default: return Expected(status: 400)
        }
    }
}

extension ModelServer {
    fileprivate mutating func note(_ name: String) {
        history.append(ModelRecord(name: name, done: "api_\(name)"))
    }
}

extension ModelOperation {
    /// When the items of a server may be changed.
    var itemRule: ModelAction {
        switch kind {
        case .removeMetadata: .items("delete metadata")
        case .addTag: .tags("update tag")
        case .removeTag: .tags("delete tag")
        case .replaceTags: .tags("update tags")
        case .removeTags: .tags("delete tags")
        default: .items("update metadata")
        }
    }
}

extension ModelAction {
    static let injectNetworkInfo = ModelAction(
        name: "inject", shown: "", body: #"{"injectNetworkInfo": null}"#, word: "inject_network_info", states: nil,
        during: nil, needsLaunch: false, isForAdministrators: true)

    fileprivate static func items(_ word: String) -> ModelAction {
        ModelAction(name: word, shown: "", body: "", word: word, states: settled, during: nil)
    }

    fileprivate static func tags(_ word: String) -> ModelAction {
        ModelAction(
            name: word, shown: "", body: "", word: word, states: settled, during: nil, needsLaunch: false,
            heedsLock: false)
    }
}
