import AerieTestSupport
import Compute
import Foundation
import GuestData
import Logging
import NIOHTTP1
import Store
import StoreSQLite
import Testing
import WireJSON

@testable import MetadataService

/// Two servers on one network in a store of their own, another network with the same range, and the service.
struct MetadataBench: Sendable {
    struct Guest: Sendable {
        let id: ServerID
        let address: IPv4Address
    }

    let sample: StoreSample
    let network: NetworkRecord
    let twin: NetworkID
    let first: Guest
    let second: Guest
    let guests: GuestMetadataService
    let responder: MetadataResponder

    /// - Parameters:
    ///   - host: which one this is; the servers are on node-1.
    ///   - bridge: with the network's first address.
    ///   - firstAddress: the last number of the first server's address.
    static func with(
        host: String = "node-1", vendor: JSONObject = JSONObject(), range: String = "192.0.2.0/24",
        bridge: String = "aerie0", firstAddress: UInt32 = 2, _ body: (MetadataBench) async throws -> Void
    ) async throws {
        let directory = NSTemporaryDirectory() + "/aerie-metadata-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (world, logger) = (World.counting(), Logger(label: "test"))
        let stores = try SQLiteStore.open(path: directory + "/aerie.sqlite", world: world, logger: logger)
        let sample = StoreSample(stores: stores, world: world)
        let network = try await sample.network(range: range, first: firstAddress, bridge: bridge)
        try await body(MetadataBench(sample, network, host: HostName(host), vendor: VendorData(vendor), logger))
        await stores.close()
    }

    private init(
        _ sample: StoreSample, _ network: NetworkRecord, host: HostName, vendor: VendorData, _ logger: Logger
    ) async throws {
        self.sample = sample
        self.network = network
        twin = try await sample.twin(of: network).id
        first = try await Self.guest("first", on: network, in: sample)
        second = try await Self.guest("second", on: network, in: sample)
        guests = GuestMetadataService(
            servers: sample.stores.servers, networks: sample.stores.networks, host: host, world: sample.world)
        responder = MetadataResponder(guests: guests, vendor: vendor, logger: logger)
    }

    private static func guest(
        _ name: String, on network: NetworkRecord, in sample: StoreSample
    ) async throws -> Guest {
        let port = PortRequest.new(network: network.id, address: nil, tag: nil, securityGroups: ["default"])
        let made = try await sample.create(sample.server(name), ports: [port])[0]
        let bound = ComputeChange.bindPorts(of: made.id, host: StoreSample.host)
        try await StoreConformance.apply(bound, of: made.id, in: sample)
        let address = try #require(made.nics.first?.addresses.first.flatMap { IPv4Address($0) })
        return Guest(id: made.id, address: address)
    }

    func ask(_ path: String, from source: IPv4Address, on network: NetworkID? = nil) async -> MetadataAnswer {
        await responder.answer(
            MetadataRequest(
                method: .GET, target: path, body: [], source: source, network: network ?? self.network.id))
    }

    func ask(_ method: HTTPMethod, _ path: String, _ body: [UInt8] = [], from source: IPv4Address) async
        -> MetadataAnswer
    {
        await responder.answer(
            MetadataRequest(method: method, target: path, body: body, source: source, network: network.id))
    }

    func ask(_ method: HTTPMethod, _ path: String, _ text: String, from source: IPv4Address) async -> MetadataAnswer {
        await ask(method, path, Array(text.utf8), from: source)
    }
}
