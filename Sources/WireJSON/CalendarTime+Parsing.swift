extension CalendarTime {
    /// Reads an ISO 8601 date or date-time, extended (`2026-11-21T07:10:40.5+01:00`) or basic (`20261121T071040Z`). A
    /// missing time is midnight, a missing zone is UTC, a blank may stand for the T.
    ///
    /// - Returns: microseconds since 1970-01-01T00:00:00Z; nil when the text is no such date.
    package static func parse(_ text: String) -> Int64? {
        var scanner = DateScanner(text)
        guard let days = scanner.date() else { return nil }
        let day = Int64(days) * 86_400_000_000
        if scanner.isAtEnd { return day }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let time = scanner.time(),
            let zone = scanner.zoneInMinutes(), scanner.isAtEnd
        else { return nil }
        return day + time - Int64(zone) * 60_000_000
    }
}

/// Reads the parts of an ISO 8601 date-time from left to right.
private struct DateScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Days since 1970-01-01.
    mutating func date() -> Int? {
        guard let year = digits(4) else { return nil }
        let isExtended = skip("-")
        guard let month = digits(2), (1...12).contains(month), !isExtended || skip("-"),
            let day = digits(2), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        return CalendarTime.daysSince1970(year: year, month: month, day: day)
    }

    /// Microseconds since midnight.
    mutating func time() -> Int64? {
        guard let hour = digits(2), hour < 24 else { return nil }
        let isExtended = skip(":")
        guard let minute = digits(2), minute < 60 else { return nil }
        var seconds = hour * 3600 + minute * 60
        guard isExtended ? skip(":") : nextIsDigit else { return Int64(seconds) * 1_000_000 }
        guard let second = digits(2), second < 61 else { return nil }
        seconds += min(second, 59)
        guard skip(".") || skip(",") else { return Int64(seconds) * 1_000_000 }
        guard let fraction = fraction() else { return nil }
        return Int64(seconds) * 1_000_000 + fraction
    }

    /// East of Greenwich.
    mutating func zoneInMinutes() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = digits(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = isAtEnd ? 0 : digits(2), minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private var nextIsDigit: Bool { position < bytes.count && bytes[position] &- UInt8(ascii: "0") < 10 }

    private mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard nextIsDigit else { return nil }
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
        }
        return value
    }

    /// Digits after the point as microseconds; more than six are cut off.
    private mutating func fraction() -> Int64? {
        guard nextIsDigit else { return nil }
        var value: Int64 = 0
        var unit: Int64 = 100_000
        while nextIsDigit {
            value += Int64(bytes[position] - UInt8(ascii: "0")) * unit
            unit /= 10
            position += 1
        }
        return value
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
