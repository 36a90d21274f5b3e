import Foundation

/// One line of the table.
struct Figure {
    enum Unit {
        case milliseconds
        case perSecond
        case mebibytes
    }

    enum Goal {
        /// Times: at most so many times the floor.
        case atMost(times: Double)
        /// Rates: at least this part of the floor.
        case atLeast(part: Double)
        /// A bound of its own.
        case below(Double)
        case none
    }

    let name: String
    /// Seconds, a rate, or MiB.
    let ours: Double
    var floor: Double?
    let unit: Unit
    var goal = Goal.none

    /// Nil without a goal.
    var isReached: Bool? {
        switch goal {
        case .atMost(let times): floor.map { ours <= $0 * times }
        case .atLeast(let part): floor.map { ours >= $0 * part }
        case .below(let bound): ours < bound
        case .none: nil
        }
    }

    var markdown: String {
        let ratio = floor.map { String(format: "%.2f", ours / $0) } ?? ""
        let reached = isReached.map { $0 ? "yes" : "**no**" } ?? ""
        return "| \(name) | \(text(ours)) | \(floor.map(text) ?? "") | \(ratio) | \(goalText) | \(reached) |"
    }

    private var goalText: String {
        switch goal {
        case .atMost(let times): "≤ \(String(format: "%.2f", times)) ×"
        case .atLeast(let part): "≥ \(String(format: "%.2f", part)) ×"
        case .below(let bound): "< \(text(bound))"
        case .none: ""
        }
    }

    private func text(_ value: Double) -> String {
        switch unit {
        case .milliseconds: String(format: value < 0.1 ? "%.2f ms" : "%.0f ms", value * 1000)
        case .perSecond: String(format: value < 100 ? "%.1f/s" : "%.0f/s", value)
        case .mebibytes: String(format: "%.1f MiB", value)
        }
    }
}
