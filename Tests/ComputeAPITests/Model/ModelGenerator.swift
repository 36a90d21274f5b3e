import Synchronization

/// Chooses what is done next, by what the model says of the servers: more of what is legal than chance would find.
final class ModelGenerator: Sendable {
    private let state: Mutex<(random: SeededRandom, left: Int)>

    init(seed: UInt64, count: Int) {
        state = Mutex((SeededRandom(seed: seed), count))
    }

    func next(_ model: ModelCloud) -> ModelOperation? {
        state.withLock { state in
            guard state.left > 0 else { return nil }
            state.left -= 1
            return Choice(random: state.random, model: model).operation { state.random = $0 }
        }
    }

    private struct Choice {
        var random: SeededRandom
        let model: ModelCloud

        consuming func operation(_ keep: (SeededRandom) -> Void) -> ModelOperation {
            var choice = self
            defer { keep(choice.random) }
            let slot = choice.slot()
            let kind = choice.kind(for: slot)
            return ModelOperation(slot: slot, kind: kind, sender: choice.sender(of: kind))
        }

        /// Seldom one that could only be refused a server, as the project has all it may have.
        private mutating func slot() -> Int {
            let isFull = model.excess != nil && !random.chance(10)
            let slots = model.servers.indices.filter { !isFull || model.servers[$0]?.isGone == false }
            return random.pick(slots) ?? 0
        }

        private mutating func kind(for slot: Int) -> ModelOperation.Kind {
            guard let server = model.servers[slot], !server.isGone || random.chance(20) else {
                return .create(
                    size: Int.random(in: 0..<ModelSize.all.count, using: &random), hasAgent: random.chance(60))
            }
            let isBusy = !server.isSettled
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<40 where isBusy: return .move(isBroken: random.chance(15))
            case 0..<50 where isBusy: return .settle
            case 50..<52: return .obey(random.chance(50))
            case 52..<57: return .nonsense(Int.random(in: 0..<ModelOperation.nonsense.count, using: &random))
            case 57..<61: return .delete
            case 61..<71: return record()
            case 71..<76: return random.chance(50) ? .image : backup()
            default: return act(on: server)
            }
        }

        private mutating func record() -> ModelOperation.Kind {
            switch Int.random(in: 0..<11, using: &random) {
            case 0: .lock
            case 1, 2: .unlock
            case 3: .reset(random.chance(60) ? "active" : "error")
            case 4: .setMetadata(key())
            case 5: .removeMetadata(key())
            case 6, 7: .addTag(key())
            case 8: .replaceTags(key())
            case 9: .removeTags
            default: .removeTag(key())
            }
        }

        private mutating func key() -> String { random.chance(50) ? "blue" : "green" }

        private mutating func backup() -> ModelOperation.Kind {
            .backup(series: random.chance(70) ? "daily" : "weekly", rotation: Int.random(in: 0...2, using: &random))
        }

        private mutating func act(on server: ModelServer) -> ModelOperation.Kind {
            let legal = ModelCloud.actions.filter { $0.refusal(for: server, passesLocks: false) == nil && !$0.preempts }
            let action = random.chance(75) ? random.pick(legal) : random.pick(ModelCloud.actions)
            return .act(action?.name ?? ModelAction.stop.name)
        }

        private mutating func sender(of kind: ModelOperation.Kind) -> TestCompute.Sender {
            let isForAdministrators =
                switch kind {
                case .reset: true
                case .act(let name): ModelCloud.action(name)?.isForAdministrators == true
                default: false
                }
            return switch Int.random(in: 0..<100, using: &random) {
            case 0..<4: .reader
            case 4..<8 where kind.isOfServer: .stranger
            case 8..<12 where kind.isOfServer: .foreignAdmin
            case 12..<16: .admin
            default: isForAdministrators ? .admin : .member
            }
        }
    }
}

extension ModelOperation.Kind {
    /// Whoever creates a server gives it to a project of their own.
    fileprivate var isOfServer: Bool { if case .create = self { false } else { true } }
}
