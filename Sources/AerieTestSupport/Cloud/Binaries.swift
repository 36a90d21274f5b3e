import Foundation

/// Programs and guests that end-to-end tests run.
package enum Binaries {
    /// A product of this package, in the directory that the tests were built in.
    package static func path(of product: String) throws -> String {
        if let directory = ProcessInfo.processInfo.environment["AERIE_BIN"] { return directory + "/" + product }
        for argument in [CommandLine.arguments.first ?? "", "/proc/self/exe"] {
            let real = URL(filePath: argument).resolvingSymlinksInPath()
            let path = real.deletingLastPathComponent().path() + product
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw TestCloudError("\(product) was not built beside the tests")
    }

    /// Where `scripts/build-guest all` put the guests.
    package static var guests: String {
        ProcessInfo.processInfo.environment["AERIE_TEST_GUESTS"] ?? FileManager.default.currentDirectoryPath
            + "/.build/guests"
    }

    package static var hasGuests: Bool { FileManager.default.fileExists(atPath: guests + "/bootsector.raw") }

    /// Whether a libvirt answers, so that real domains can be run.
    package static var hasLibvirt: Bool {
        FileManager.default.fileExists(atPath: "/var/run/libvirt/libvirt-sock")
    }

    /// The hypervisor for guests that stay in real mode: KVM wherever it can be opened at all.
    package static var realModeHypervisor: String {
        FileManager.default.isWritableFile(atPath: "/dev/kvm") ? "kvm" : "qemu"
    }

    package static var canRunDomains: Bool { hasLibvirt && hasGuests }
}
