import AerieTestSupport
import Foundation

/// A guest that somebody else made with libvirt.
enum ForeignDomain {
    /// - Parameter body: gets the domain's UUID; the domain runs, and is gone afterwards.
    static func with(_ body: (String) async throws -> Void) async throws {
        let id = UUID().uuidString.lowercased()
        let file = "/var/tmp/aerie-test-\(id).xml"
        let document = """
            <domain type='qemu'>
              <name>aerie-test-foreign-\(id.prefix(8))</name><uuid>\(id)</uuid>
              <memory unit='MiB'>32</memory><vcpu>1</vcpu>
              <os><type arch='x86_64' machine='pc'>hvm</type></os>
              <devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices>
            </domain>
            """
        try Data(document.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        await Virsh.run("define", file)
        await Virsh.run("start", id)
        do {
            try await body(id)
            await remove(id)
        } catch {
            await remove(id)
            throw error
        }
    }

    private static func remove(_ id: String) async {
        await Virsh.run("destroy", id)
        await Virsh.run("undefine", id)
    }
}
