import APISchema
import Compute
import WireJSON

struct CreateFlavorBody: WireBody {
    var flavor = NewFlavor()

    static let schema = Schema<Self>(
        "flavor",
        [
            .required("name", \.flavor.name, .looseName, .legacyOnly),
            .required("name", \.flavor.name, .name, .notLegacy),
            .optional("id", \.flavor.id, .nullable(flavorID)),
            .required("ram", \.flavor.ram, .flavorPositive),
            .required("vcpus", \.flavor.vcpus, .flavorPositive),
            .required("disk", \.flavor.disk, .flavorNonNegative),
            .optional("OS-FLV-EXT-DATA:ephemeral", \.flavor.ephemeral, .flavorNonNegative),
            .optional("swap", \.flavor.swap, .flavorNonNegative),
            .optional("rxtx_factor", \.flavor.rxtxFactor, rxtxFactor, .before(.strictQueriesEverywhere)),
            .optional("os-flavor-access:is_public", \.flavor.isPublic, .boolean),
            .optional(
                "description", \.flavor.summary, .nullable(.printable(0...65535)), .since(.flavorDescription)),
        ])

    private static let flavorID = Field<String>.textOrNumber(1...255)
        .check("It must hold letters, digits, '.', '_', '-' and inner spaces only") { id in
            TextFormat.characters(also: ". _-").accepts(id) && !id.hasPrefix(" ") && !id.hasSuffix(" ")
        }

    /// A number above 0, or its decimal digits.
    private static let rxtxFactor = Field<Double> { (value, version) throws(SchemaFailure) -> Double in
        if let text = value.text, text.hasPrefix(".") || text.hasSuffix(".") {
            throw SchemaFailure("It is not a decimal number", value: value.shown)
        }
        return try Field<Double>.number(0...3.40282e38).decode(value, version)
    }.check("It must be greater than 0") { $0 > 0 }
}

struct UpdateFlavorBody: WireBody {
    var description: String?

    static let schema = Schema<Self>(
        "flavor", [.required("description", \.description, .nullable(.printable(0...65535)))])
}

/// `{"tenant": …}` of both access actions.
struct FlavorAccessBody: WireBody {
    var tenant = ""

    static let schema = Schema<Self>([.required("tenant", \.tenant, .text(1...255))])
}
