/// A UTC time taken apart into a date of the proleptic Gregorian calendar and a time of day.
package struct CalendarTime: Sendable, Hashable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let microsecond: Int

    /// - Parameter microseconds: since 1970-01-01T00:00:00Z. Years outside 0…9999 are shown as the nearest of these.
    package init(microseconds: Int64) {
        let clamped = min(max(microseconds, Self.earliest), Self.latest)
        let (days, inDay) = Self.divide(clamped, by: 86_400_000_000)
        (year, month, day) = Self.date(daysSince1970: Int(days))
        microsecond = Int(inDay % 1_000_000)
        let seconds = Int(inDay / 1_000_000)
        (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    private static let earliest: Int64 = -62_167_219_200_000_000
    private static let latest: Int64 = 253_402_300_799_999_999

    private static func divide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Counts in years that start in March, so that the leap day is the last, within eras of 400 years (146,097 days).
    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Days from 1970-01-01 to a date of the calendar; the inverse of the above.
    package static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Appends `YYYY-MM-DDThh:mm:ss`, then six digits of fraction and a `Z` where wanted.
    func append(fraction: Bool, zone: Bool, to bytes: inout OutputBytes, separator: UInt8 = UInt8(ascii: "T")) {
        Decimal.append(year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Decimal.append(month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Decimal.append(day, width: 2, to: &bytes)
        bytes.append(separator)
        Decimal.append(hour, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Decimal.append(minute, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Decimal.append(second, width: 2, to: &bytes)
        if fraction {
            bytes.append(UInt8(ascii: "."))
            Decimal.append(microsecond, width: 6, to: &bytes)
        }
        if zone { bytes.append(UInt8(ascii: "Z")) }
    }

    /// `YYYY-MM-DDThh:mm:ssZ`, or with six digits of fraction before the Z.
    package func text(fraction: Bool = false) -> String {
        var bytes = OutputBytes(capacity: 32)
        append(fraction: fraction, zone: true, to: &bytes)
        return bytes.read { String(decoding: $0, as: UTF8.self) }
    }
}
