import AerieTestSupport
import Foundation
import WireJSON

/// The boot-sector guests of `guests/bootsector`.
enum BootSector: String {
    /// Never listens to the power button.
    case deaf = "bootsector"
    /// Powers off when the power button is pressed.
    case obedient = "bootsector-button"
    /// Powers itself off after six ticks.
    case brief = "bootsector-brief"

    static let greeting = "aerie boot sector guest"

    var file: String { Binaries.guests + "/\(rawValue).raw" }
}

extension APIClient {
    func makeImage(_ guest: BootSector) async throws -> String {
        try await makeImage(
            guest.rawValue, file: guest.file, properties: ["img_hv_type": Binaries.realModeHypervisor])
    }

    /// As small as a guest can be.
    func makeTinyFlavor(share: Int? = nil) async throws -> String {
        try await makeFlavor("tiny", ram: 64, disk: 1, share: share)
    }

    /// A server that runs the guest, with image and flavor of its own.
    func boot(
        _ guest: BootSector, name: String, options: [String: JSONValue] = [:]
    ) async throws -> String {
        let image = try await makeImage(guest)
        let id = try await createServer(name, image: image, flavor: try await makeTinyFlavor(), options)
        try await wait(for: id, toBe: ["ACTIVE"])
        return id
    }

    /// Waits until the guest has been booted for the `boot`-th time and ticks since.
    func wait(forTicksOf server: String, boot: Int = 1, past ticks: Int = 1) async throws -> TickLog {
        var log = TickLog("")
        try await eventually("the guest ticks past \(ticks) after boot \(boot)") {
            log = TickLog(try await consoleLog(of: server))
            return log.boots == boot && log.ticks > ticks
        }
        return log
    }
}

/// What a boot-sector guest has said on its console.
struct TickLog {
    let boots: Int
    /// The last tick since the last boot.
    let ticks: Int

    init(_ log: String) {
        let parts = log.components(separatedBy: BootSector.greeting)
        boots = parts.count - 1
        // what follows the last line feed may be half a line
        let lines = (boots > 0 ? parts[boots] : "").components(separatedBy: "\n").dropLast()
        ticks = lines.compactMap { $0.hasPrefix("tick ") ? Int($0.dropFirst(5)) : nil }.last ?? 0
    }
}
