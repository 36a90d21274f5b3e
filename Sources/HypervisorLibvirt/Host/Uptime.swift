import Glibc

/// The line that the program `uptime` prints.
enum Uptime {
    /// Nil where the kernel doesn't tell.
    static func now() -> String? {
        guard let uptime = SystemFile.text("/proc/uptime")?.split(separator: " ").first.flatMap({ Double($0) }),
            let load = SystemFile.text("/proc/loadavg")
        else { return nil }
        return line(clock: clock(time(nil)), seconds: Int(uptime), users: users(), load: load)
    }

    /// - Parameter load: as `/proc/loadavg` has it.
    static func line(clock: String, seconds: Int, users: Int, load: String) -> String {
        let averages = load.split(separator: " ").prefix(3).joined(separator: ", ")
        let people = "\(users) user" + (users == 1 ? "" : "s")
        return " \(clock) up \(duration(seconds)),  \(people),  load average: \(averages)"
    }

    private static func duration(_ seconds: Int) -> String {
        let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60)
        let start = days > 0 ? "\(days) day" + (days == 1 ? "" : "s") + ", " : ""
        guard hours > 0 else { return start + "\(minutes) min" }
        let time = "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
        return start + (hours < 10 ? " " : "") + time
    }

    /// Local time.
    private static func clock(_ now: time_t) -> String {
        var (now, parts) = (now, tm())
        localtime_r(&now, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec]
            .map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }

    /// Sessions of people, from the login records.
    private static func users() -> Int {
        guard let records = SystemFile.bytes("/var/run/utmp") else { return 0 }
        let size = MemoryLayout<utmp>.stride
        return stride(from: 0, to: records.count - size + 1, by: size)
            .filter { Int32(records[$0]) | Int32(records[$0 + 1]) << 8 == USER_PROCESS }.count
    }
}
