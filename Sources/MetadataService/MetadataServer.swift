package import Compute
package import Logging

/// Serves metadata to the guests of every network on this host, as long as the network runs.
package struct MetadataServer: Sendable {
    /// Between looks at a bridge; the kernel tells that it is another one at once.
    private static let pause = Duration.seconds(1)
    /// Between looks at the list of networks and at the gates.
    private static let longPause = 30

    package let conditions = MetadataConditions()
    private let guests: GuestMetadataService
    private let responder: MetadataResponder
    private let gate: any MetadataGate
    private let settings: MetadataSettings
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        guests: GuestMetadataService, responder: MetadataResponder, gate: any MetadataGate,
        settings: MetadataSettings, clock: any Clock<Duration>, logger: Logger
    ) {
        self.guests = guests
        self.responder = responder
        self.gate = gate
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Until its task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            var known: Set<NetworkID> = []
            repeat {
                do throws(ComputeError) {
                    for network in try await guests.networks() where known.insert(network.id).inserted {
                        group.addTask { await keep(network) }
                    }
                } catch {
                    if !Task.isCancelled {
                        logger.warning("networks could not be read", metadata: ["error": "\(error)"])
                    }
                }
            } while await sleeps(Self.pause * Self.longPause)
            group.cancelAll()
        }
    }

    /// Serves one network each time that it runs.
    private func keep(_ network: NetworkRecord) async {
        guard let address = network.subnets.first?.hostAddress else { return }
        var failures = 0
        repeat {
            guard let bridge = BridgeSocket.number(ofInterface: network.bridge) else {
                note(.idle, of: network)
                continue
            }
            do throws(BridgeSocket.Failure) {
                let socket = try BridgeSocket(bridge: network.bridge, address: address, port: settings.port)
                failures = 0
                await serve(network, at: address, socket, while: bridge)
            } catch {
                // A bridge that has just been made may not have its address yet.
                failures += 1
                if failures == 1 { continue }
                note(
                    .failing("port \(settings.port) of \(address) on \(network.bridge) can't be had: \(error.reason)"),
                    of: network)
            }
        } while await sleeps(Self.pause)
    }

    private func serve(
        _ network: NetworkRecord, at address: IPv4Address, _ socket: BridgeSocket, while bridge: UInt32
    ) async {
        let responder = responder
        let connection = MetadataConnection(network: network.id, patience: settings.patience) {
            await responder.answer($0)
        }
        let listener: MetadataListener
        do {
            listener = try await MetadataListener(socket, serving: connection, settings)
        } catch {
            return note(.failing("its socket can't be listened at: \(error)"), of: network)
        }
        // Whichever ends first ends the other.
        await withTaskGroup { group in
            group.addTask { await listener.run() }
            group.addTask { await watch(network, at: address, while: bridge) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Keeps the gate open until the bridge is gone or another one.
    private func watch(_ network: NetworkRecord, at address: IPv4Address, while bridge: UInt32) async {
        var isNew = true
        var looks = 0
        repeat {
            guard BridgeSocket.number(ofInterface: network.bridge) == bridge else { return }
            if looks % Self.longPause == 0 {
                await openGate(network, at: address, isNew: isNew)
                isNew = false
            }
            looks += 1
        } while await sleeps(Self.pause)
    }

    private func openGate(_ network: NetworkRecord, at address: IPv4Address, isNew: Bool) async {
        if !isNew, conditions.condition(of: network.id) == .serving, await gate.isOpen(network.bridge) { return }
        do throws(MetadataGateError) {
            try await gate.open(network.bridge, to: address, port: settings.port)
            note(.serving, of: network)
        } catch {
            note(.failing(error.reason), of: network)
        }
    }

    private func note(_ condition: MetadataConditions.Condition, of network: NetworkRecord) {
        guard !Task.isCancelled, conditions.set(condition, of: network) != condition else { return }
        switch condition {
        case .idle: break
        case .serving: logger.info("metadata is served", metadata: ["network": "\(network.name)"])
        case .failing(let reason):
            logger.warning(
                "guests can't reach the metadata service; it is tried again",
                metadata: ["network": "\(network.name)", "reason": "\(reason)"])
        }
    }

    /// - Returns: false when the task is cancelled.
    private func sleeps(_ pause: Duration) async -> Bool {
        do {
            try await clock.sleep(for: pause)
            return true
        } catch {
            return false
        }
    }
}
