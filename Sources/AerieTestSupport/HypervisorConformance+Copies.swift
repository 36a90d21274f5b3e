import Compute
import FoundationEssentials
import Testing

extension HypervisorConformance {
    func aDiskIsCopiedWhileItsGuestRuns() async throws {
        guard let root = spec.disks.first else { return }
        let target = root.path + ".copy"
        func copy(_ quiesce: DiskCopy.Quiesce = .never) -> DiskCopy {
            DiskCopy(source: root.path, target: target, format: .qcow2, quiesce: quiesce)
        }
        defer { try? FileManager.default.removeItem(atPath: target) }
        for _ in 1...2 {
            try await driver.endDiskCopy(copy(), of: id)
            try await driver.copyDisk(copy(), of: id) { _ in }
            #expect(try await power() == .running)
            try await driver.checkDisks(spec)
            try? FileManager.default.removeItem(atPath: target)
        }
        try await driver.pause(id)
        try await driver.copyDisk(copy(.ifPossible), of: id) { _ in }
        #expect(try await power() == .paused)
        try await driver.unpause(id)
        try? FileManager.default.removeItem(atPath: target)
        try await driver.destroy(id)
        await isRefused { try await driver.copyDisk(copy(), of: id) { _ in } }
        try await driver.endDiskCopy(copy(), of: id)
        try await driver.start(id)
    }
}
