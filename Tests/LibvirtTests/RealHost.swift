import Foundation
import Glibc

@testable import Libvirt

/// The machine's own libvirtd with QEMU.
enum RealHost {
    static let isThere = access("/var/run/libvirt/libvirt-sock", R_OK | W_OK) == 0 && access("/dev/kvm", R_OK) == 0

    static func connect() throws -> Connection {
        try Connection.open("qemu:///system", loop: EventLoop())
    }
}

/// A running guest under KVM that prints a dot on its serial port at each tick, and nothing else: a boot sector.
final class TickingGuest: Sendable {
    let name = "aerie-libvirt-\(UUID().uuidString.prefix(8).lowercased())"
    let domain: Domain
    private let disk: URL

    init(on connection: Connection) throws {
        disk = FileManager.default.temporaryDirectory.appending(path: "\(name).img")
        try Data(Self.bootSector).write(to: disk)
        domain = try connection.defineDomain(xml: Self.xml(name, disk.path))
        try domain.create()
    }

    deinit {
        resumeProcess()
        try? domain.destroy()
        try? domain.undefine([.managedSave])
        try? FileManager.default.removeItem(at: disk)
    }

    /// Its QEMU stops answering.
    func hangProcess() throws {
        let file = "/var/run/libvirt/qemu/\(name).pid"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        if let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) { kill(pid, SIGSTOP) }
    }

    func resumeProcess() {
        let text = try? String(contentsOfFile: "/var/run/libvirt/qemu/\(name).pid", encoding: .utf8)
        if let text, let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) { kill(pid, SIGCONT) }
    }

    /// mov dx, 0x3f8; mov al, '.'; again: out dx, al; sti; hlt; jmp again
    private static let bootSector: [UInt8] =
        [0xBA, 0xF8, 0x03, 0xB0, 0x2E, 0xEE, 0xFB, 0xF4, 0xEB, 0xFB] + [UInt8](repeating: 0, count: 500)
        + [0x55, 0xAA] + [UInt8](repeating: 0, count: 1024 * 1024 - 512)

    private static func xml(_ name: String, _ disk: String) -> String {
        """
        <domain type='kvm'><name>\(name)</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os><features><acpi/></features>
        <cpu mode='custom' match='exact'><model fallback='forbid'>kvm64</model></cpu>
        <devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='\(disk)'/>
        <target dev='vda' bus='virtio'/></disk><serial type='pty'/><console type='pty'/><memballoon model='virtio'/>
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
        </devices></domain>
        """
    }
}
