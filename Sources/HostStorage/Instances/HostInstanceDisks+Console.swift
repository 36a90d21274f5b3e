package import Compute
import SystemPackage

extension HostInstanceDisks {
    package func consoleLogPath(of server: ServerID) -> String {
        settings.instanceDirectory.appending(server.text).appending(Name.consoleLog).string
    }

    package func consoleLog(of server: ServerID, limit: Int) async throws(ComputeError) -> [UInt8]? {
        try await asComputeError { () async throws(StorageError) in
            let log = try directory(of: server).appending(Name.consoleLog)
            return try await files { () throws(StorageError) in try Self.tail(of: log, limit: limit) }
        }
    }

    /// virtlogd moves a full log to `.0`, that one to `.1` and so on: the newest bytes come first.
    private static func tail(of log: FilePath, limit: Int) throws(StorageError) -> [UInt8]? {
        var parts: [[UInt8]] = []
        var left = limit
        var path = log
        var backup = 0
        while left > 0, let status = try FileStatus(of: path), status.isRegular {
            let start = status.size > UInt64(left) ? status.size - UInt64(left) : 0
            let bytes = try OpenFile(reading: path).read(at: start, count: min(left, Int(status.size)))
            parts.append(bytes)
            left -= bytes.count
            path = FilePath("\(log.string).\(backup)")
            backup += 1
        }
        return parts.isEmpty ? nil : Array(parts.reversed().joined())
    }
}
