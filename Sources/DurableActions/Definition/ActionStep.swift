/// The steps of an action: `enum Step: String, ActionStep`. The raw values are stored, so they are never renamed.
package protocol ActionStep: RawRepresentable, Codable, CaseIterable, Sendable, Hashable where RawValue == String {}
