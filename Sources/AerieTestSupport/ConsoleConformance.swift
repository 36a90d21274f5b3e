package import Compute
import Testing

/// What every driver has to tell of a guest's consoles. Written once, run on each implementation.
package struct ConsoleConformance: Sendable {
    private let driver: any HypervisorDriver & ConsoleDriver
    private let spec: GuestSpec
    private let hasSpice: Bool

    private var id: ServerID { spec.server.id }

    /// - Parameters:
    ///   - spec: of a guest that does not exist, with a screen and a serial port. It is gone afterwards.
    ///   - hasSpice: whether the driver is to give it SPICE.
    package init(driver: any HypervisorDriver & ConsoleDriver, spec: GuestSpec, hasSpice: Bool = false) {
        self.hasSpice = hasSpice
        self.driver = driver
        self.spec = spec
    }

    package func run() async throws {
        do {
            try await consolesBelongToOneRun()
        } catch {
            await cleanUp()
            throw error
        }
        await cleanUp()
    }

    private func cleanUp() async {
        try? await driver.destroy(id)
        try? await driver.undefine(id)
    }

    private func consolesBelongToOneRun() async throws {
        #expect(try await driver.consoles(of: id) == nil, "no guest")
        try await driver.define(spec)
        #expect(try await driver.consoles(of: id) == nil, "a guest that is off")
        try await driver.start(id)
        let first = try #require(try await driver.consoles(of: id))
        #expect(first.vnc?.host == "127.0.0.1")
        #expect(first.vnc.map { (1...65535).contains($0.port) } == true)
        #expect((first.spice != nil) == hasSpice)
        if let spice = first.spice {
            #expect(spice.host == "127.0.0.1" && (1...65535).contains(spice.port) && spice != first.vnc)
        }
        #expect(first.terminal?.hasPrefix("/dev/pts/") == true)
        #expect(try await driver.consoles(of: id) == first, "the same while it runs")
        try await driver.pause(id)
        #expect(try await driver.consoles(of: id) == first, "and while it is paused")
        try await driver.destroy(id)
        #expect(try await driver.consoles(of: id) == nil)
        try await driver.start(id)
        let second = try await driver.consoles(of: id)
        #expect(second != nil && second != first, "another run is another's")
    }
}
