import ArgumentParser
import FoundationEssentials
import WireJSON

/// Looks for what is wrong with this host and the cloud, and says what to do about each finding.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find what is wrong, and what to do about it.",
        discussion: "It changes nothing. The exit status is 1 when there is a problem, 0 otherwise.")

    @OptionGroup var options: CloudOptions

    func run() async throws {
        var findings = HostChecks.findings()
        do {
            let answer = try await options.client().operations("/doctor")
            findings += answer[key: "findings"]?.array ?? []
        } catch {
            findings.append(Self.finding(of: error))
        }
        report(findings)
        if findings.contains(where: { $0.text("severity") == "problem" }) { throw ExitCode(1) }
    }

    /// What keeps the cloud from telling its own findings.
    private static func finding(of error: any Error) -> JSONValue {
        func finding(_ kind: String, _ advice: String) -> JSONValue {
            HostChecks.finding("problem", kind, "aeried", "\(error)", advice)
        }
        return switch (error as? CLIError)?.cause {
        case .noCloud:
            finding(
                "no-cloud", "Only this machine was looked at. Name the clouds.yaml of the cloud to look at that, too.")
        case .refused(status: 401):
            finding("login", "The cloud answers, but takes no such user or password: see clouds.yaml.")
        case .refused(status: 403):
            finding("login", "The cloud answers. Log in as an administrator (OS_CLOUD, --os-cloud).")
        case .noAnswer, .refused, .other, nil:
            finding("aeried", "Start it (systemctl start aeried, or aeried --config FILE) and look into its log.")
        }
    }

    private func report(_ findings: [JSONValue]) {
        if options.json { return Output.json(["findings": .array(findings)]) }
        if findings.isEmpty { print("Nothing is wrong.") }
        for finding in findings {
            print("\(finding.text("severity").uppercased()) [\(finding.text("kind"))] \(finding.text("message"))")
            print("    \(finding.text("subject")): \(finding.text("advice"))")
        }
    }
}

/// What can be seen of this machine without aeried.
enum HostChecks {
    static func findings() -> [JSONValue] {
        var findings: [JSONValue] = []
        if access("/dev/kvm") == false {
            findings.append(
                finding(
                    "note", "no-kvm", "/dev/kvm", "This user can't use /dev/kvm, or the machine has none.",
                    "Guests are emulated (slow) unless virtualization is switched on in the firmware and QEMU's user may open it."
                ))
        }
        for (tool, package) in [
            ("qemu-img", "qemu-utils"), ("genisoimage", "genisoimage"), ("dhcp_release", "dnsmasq-utils"),
            ("qemu-system-x86_64", "qemu-system-x86"),
        ]
        where !isInstalled(tool) && !(tool == "genisoimage" && isInstalled("xorriso")) {
            findings.append(
                finding(
                    "problem", "missing-program", tool, "\(tool) is not installed.", "apt-get install \(package)"))
        }
        if !isInstalled("swtpm") || !isInstalled("swtpm_setup") {
            findings.append(
                finding(
                    "note", "missing-program", "swtpm", "swtpm is not installed: servers can't have TPMs.",
                    "apt-get install swtpm swtpm-tools, then start libvirt (systemctl restart libvirtd) and aeried again. Nothing "
                        + "to do if no flavor or image asks for one."))
        }
        if let finding = tpmAuthorityFinding() { findings.append(finding) }
        if !FileManager.default.fileExists(atPath: "/usr/share/qemu/firmware") {
            findings.append(
                finding(
                    "note", "missing-firmware", "ovmf", "UEFI firmware is not installed: servers boot by BIOS only.",
                    "apt-get install ovmf, and start aeried again. Nothing to do if no image asks for UEFI."))
        }
        return findings
    }

    static func finding(
        _ severity: String, _ kind: String, _ subject: String, _ message: String, _ advice: String
    ) -> JSONValue {
        [
            "severity": .string(severity), "kind": .string(kind), "subject": .string(subject),
            "message": .string(message), "advice": .string(advice),
        ]
    }

    private static func access(_ path: String) -> Bool { FileManager.default.isReadableFile(atPath: path) }

    private static func isInstalled(_ tool: String) -> Bool {
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
    }
}
