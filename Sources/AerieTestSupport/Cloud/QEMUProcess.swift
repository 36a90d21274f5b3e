import Foundation

/// QEMU processes, found without libvirt.
package enum QEMUProcess {
    /// Ids of the processes that run the guest with this UUID.
    package static func all(of server: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            let arguments = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard let option = arguments.firstIndex(of: "-uuid"), option + 1 < arguments.count else { return false }
            return arguments[option + 1] == server
        }
    }
}
