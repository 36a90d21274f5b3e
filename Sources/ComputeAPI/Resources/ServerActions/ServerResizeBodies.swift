import APISchema
import Compute

/// The value of the action `resize`.
struct ResizeBody: WireBody {
    var flavor = ""
    var automaticDiskConfig: Bool?

    static let schema = Schema<Self>([
        .required("flavorRef", \.flavor, .textOrNumber(1...Int.max)),
        .optional("OS-DCF:diskConfig", \.automaticDiskConfig, Field<String>.diskConfig.map { $0 == "AUTO" }),
    ])
}

/// The value of the action `migrate` once it may name a host.
struct MigrateBody: WireBody {
    var host: String?

    static let schema = Schema<Self>([.optional("host", \.host, .nullable(.fqdn))], nullable: true)
}
