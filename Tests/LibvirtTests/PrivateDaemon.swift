import AerieTestSupport
import Foundation
import Glibc

@testable import Libvirt

/// A libvirtd of the test's own, apart from the machine's: other mounts, another network, a socket in a directory of
/// its own. It serves the test driver.
final class PrivateDaemon: Sendable {
    static let canRun =
        geteuid() == 0 && access("/usr/sbin/libvirtd", X_OK) == 0 && access("/usr/bin/unshare", X_OK) == 0

    private let directory = FileManager.default.temporaryDirectory.appending(path: "aerie-libvirtd-\(UUID())")
    private let configuration: URL

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        configuration = directory.appending(path: "libvirtd.conf")
        let text = """
            unix_sock_dir = "\(directory.path)"
            auth_unix_rw = "none"
            auth_unix_ro = "none"
            log_level = 4
            """
        try Data(text.utf8).write(to: configuration)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    var uri: String { "test+unix:///default?socket=\(directory.path)/libvirt-sock" }

    func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        let script = """
            for d in /run /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /etc/libvirt; do
              mount -t tmpfs tmpfs $d || exit 1
            done
            exec /usr/sbin/libvirtd -f "$1"
            """
        process.arguments = ["-m", "-n", "/bin/sh", "-c", script, "sh", configuration.path]
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// Ends a daemon as a crash does.
func crash(_ process: Process) async {
    kill(process.processIdentifier, SIGKILL)
    _ = await process.waitForEnd(within: .seconds(60))
}
