import Synchronization
import SystemPackage
import Testing

@testable import HostStorage

struct CommandRunnerTests {
    let runner = CommandRunner()

    @Test("Arguments reach the program as they are")
    func arguments() async throws {
        let words = ["a b", "$HOME", "; rm -rf /", "ü\n"]
        let output = try await runner.run(Command(tool: "printf", arguments: ["%s|"] + words))
        #expect(String(decoding: output, as: UTF8.self) == words.map { $0 + "|" }.joined())
    }

    @Test("A missing program is named, with the package that has it")
    func missing() async {
        let runner = CommandRunner(searchPath: ["/nonexistent"])
        await #expect(throws: StorageError.toolMissing(tool: "qemu-img", hint: "install the package qemu-utils")) {
            try await runner.run(Command(tool: "qemu-img", arguments: []))
        }
    }

    @Test("A failing program's last words are in the error")
    func failing() async {
        do throws(StorageError) {
            try await runner.run(Command(tool: "ls", arguments: ["/nonexistent"]))
            Issue.record("ls succeeded")
        } catch {
            #expect(error.description.contains("No such file"))
        }
    }

    @Test("A program that takes too long is killed")
    func timeout() async {
        let limits = CommandLimits(wallClock: .milliseconds(50))
        await #expect(throws: StorageError.toolTimedOut(tool: "sleep", after: .milliseconds(50))) {
            try await runner.run(Command(tool: "sleep", arguments: ["60"], limits: limits))
        }
    }

    @Test("Cancelling the task kills the program")
    func cancelled() async throws {
        let (started, signal) = AsyncStream<String>.makeStream()
        let task = Task { [runner] in
            let script = "echo $$; exec sleep 60"
            try await runner.run(Command(tool: "sh", arguments: ["-c", script])) { signal.yield($0) }
        }
        let first = await started.first { _ in true }
        task.cancel()
        await #expect(throws: StorageError.cancelled) { try await task.value }
        let pid = try #require(first?.split(whereSeparator: \.isWhitespace).first)
        #expect(try FileStatus(of: FilePath("/proc/\(pid)")) == nil)
    }

    @Test("A program's memory for small things leaves address space for the stacks of many threads")
    func arenas() async throws {
        let output = try await runner.run(Command(tool: "sh", arguments: ["-c", "printf %s \"$MALLOC_ARENA_MAX\""]))
        #expect(String(decoding: output, as: UTF8.self) == "2")
    }

    @Test("A program's address space and CPU time are bounded", .enabled(if: hasTool("prlimit")))
    func limits() async throws {
        let limits = CommandLimits(addressSpace: 256 << 20, cpuSeconds: 7)
        let output = try await runner.run(
            Command(tool: "sh", arguments: ["-c", "ulimit -v; ulimit -t"], limits: limits))
        #expect(String(decoding: output, as: UTF8.self) == "262144\n7\n")
    }

    @Test("Percentages are read from qemu-img's progress")
    func percent() {
        #expect(QemuImg.percent(in: "    (0.00/100%)\r    (12.50/100%)\r") == 12.5)
        #expect(QemuImg.percent(in: "nothing") == nil)
    }
}
