import Compute
import HTTPTypes
import HummingbirdTesting

extension ModelBench {
    func send(_ operation: ModelOperation, to server: ModelServer?) async throws -> TestResponse {
        // What was never there.
        let path = "servers/\(server?.id ?? "9168b536-cd40-4630-b43f-ffffffffffff")"
        let (method, place, body) = Self.parts(operation, image: server?.images.count ?? 0)
        return try await cloud.send(
            method, place.map { $0.isEmpty ? path : "\(path)/\($0)" } ?? "servers", as: operation.sender,
            version: Self.version, body: body, through: client)
    }

    func get(_ path: String, as sender: TestCompute.Sender = .admin) async throws -> TestResponse {
        try await cloud.send(.get, path, as: sender, version: Self.version, through: client)
    }

    /// - Parameter image: names the next image of the server.
    /// - Returns: the place is below the server's; nil: it is the servers'.
    private static func parts(
        _ operation: ModelOperation, image: Int
    ) -> (method: HTTPMethod, place: String?, body: String?) {
        switch operation.kind {
        case .create(let size, let hasAgent):
            let body =
                #"{"server": {"name": "server", "imageRef": "\#(hasAgent ? TestCompute.agentImage : TestCompute.image)", "#
                + #""flavorRef": "\#(ModelSize.all[size].flavor)", "networks": "auto"}}"#
            return (.post, nil, body)
        case .act(let name): return (.post, "action", ModelCloud.action(name)?.body)
        case .image: return (.post, "action", #"{"createImage": {"name": "image-\#(image)"}}"#)
        case .backup(let series, let rotation):
            let backup = #"{"name": "image-\#(image)", "backup_type": "\#(series)", "rotation": \#(rotation)}"#
            return (.post, "action", #"{"createBackup": \#(backup)}"#)
        case .delete: return (.delete, "", nil)
        case .lock: return (.post, "action", #"{"lock": null}"#)
        case .unlock: return (.post, "action", #"{"unlock": null}"#)
        case .reset(let state): return (.post, "action", #"{"os-resetState": {"state": "\#(state)"}}"#)
        case .setMetadata(let key): return (.post, "metadata", #"{"metadata": {"\#(key)": "value"}}"#)
        case .removeMetadata(let key): return (.delete, "metadata/\(key)", nil)
        case .addTag(let tag): return (.put, "tags/\(tag)", nil)
        case .removeTag(let tag): return (.delete, "tags/\(tag)", nil)
        case .replaceTags(let tag): return (.put, "tags", #"{"tags": ["\#(tag)"]}"#)
        case .removeTags: return (.delete, "tags", nil)
        case .nonsense(let number): return (.post, "action", ModelOperation.nonsense[number])
        case .move, .settle, .obey: return (.get, "", nil)
        }
    }
}
