import Foundation

/// Measures aeried beside its floors and prints one markdown table.
///
/// `Benchmarks` takes aeried from AERIE_BIN and the guest from AERIE_TEST_GUESTS; `Benchmarks guests` measures only what
/// guests are needed for. `Benchmarks floor FILE PORT` is what it starts itself for the HTTP floor.
@main
enum Main {
    static func main() async {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            if arguments.first == "floor" { return try await serveFloor(Array(arguments.dropFirst())) }
            try run(onlyGuests: arguments.first == "guests")
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(onlyGuests: Bool) throws {
        let environment = ProcessInfo.processInfo.environment
        let program = (environment["AERIE_BIN"] ?? ".build/release") + "/aeried"
        let guest = (environment["AERIE_TEST_GUESTS"] ?? ".build/guests") + "/bootsector.raw"
        try check(program, "build it with: swift build -c release")
        try check(guest, "build it with: scripts/build-guest all")
        try check(Wrk.path, "install it with: apt-get install wrk")
        try measure(program: program, guest: guest, onlyGuests: onlyGuests)
    }

    private static func check(_ file: String, _ advice: String) throws {
        guard FileManager.default.fileExists(atPath: file) else {
            throw BenchmarkError("\(file) is missing; \(advice)")
        }
    }

    /// Whatever happens, nothing that was made stays.
    private static func measure(program: String, guest: String, onlyGuests: Bool) throws {
        let daemon = try AerieDaemon(program: program)
        defer { try? FileManager.default.removeItem(atPath: daemon.directory) }
        let bench = try Bench(daemon: daemon, guest: guest)
        defer {
            daemon.stop()
            bench.libvirt.removeEverything(below: daemon.directory, range: daemon.range)
        }
        let facts = MachineFacts.line(libvirt: bench.libvirt.version)
        try bench.measureStart(samples: 10)
        try bench.measureLifecycle(samples: 15)
        try bench.measureActions(samples: 10)
        try bench.measureDiagnostics(samples: 100)
        try bench.measureSnapshots(samples: 5, mebibytes: 512)
        if !onlyGuests {
            try bench.measureAccepting(sequential: 40, connections: 16, each: 8)
            try bench.measureReading(seconds: 3)
        }
        print("\(facts)\n\n\(bench.table.markdown)")
    }

    private static func serveFloor(_ arguments: [String]) async throws {
        guard arguments.count == 2, let port = Int(arguments[1]) else { throw BenchmarkError("usage: floor FILE PORT") }
        let data = try Data(contentsOf: URL(filePath: arguments[0]))
        try await StaticReplies.serve(JSONDecoder().decode([CapturedReply].self, from: data), port: port)
    }
}
