/// What a field needs to have been loaded with the record, as bits of the domain's option set for it.
package struct ViewNeeds<Record>: Sendable, Hashable, ExpressibleByArrayLiteral {
    package let bits: UInt64

    package init<Facets: OptionSet>(_ facets: Facets) where Facets.RawValue: FixedWidthInteger {
        bits = UInt64(truncatingIfNeeded: facets.rawValue)
    }

    package init(arrayLiteral elements: ViewNeeds...) {
        bits = elements.reduce(0) { $0 | $1.bits }
    }
}
