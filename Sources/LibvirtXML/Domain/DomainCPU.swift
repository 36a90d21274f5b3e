/// The processor the guest sees.
package struct DomainCPU: XMLRepresentable {
    package var mode: Mode?
    package var match: Match?
    package var check: String?
    package var isMigratable: Bool?
    package var model: String?
    package var modelFallback: Fallback?
    package var modelVendorID: String?
    package var vendor: String?
    package var topology: Topology?
    package var cache: Cache?
    package var maximumPhysicalAddress: PhysicalAddress?
    package var features: [CPUFeature] = []
    package var numaCells: [DomainNUMACell] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@mode", \.mode), .value("@match", \.match), .value("@check", \.check),
        .onOff("@migratable", \.isMigratable),
        .value("model/@fallback", \.modelFallback), .value("model/@vendor_id", \.modelVendorID),
        .value("model", \.model), .value("vendor", \.vendor),
        .child("topology", \.topology), .child("cache", \.cache),
        .child("maxphysaddr", \.maximumPhysicalAddress),
        .children("feature", \.features),
        .children("numa/cell", \.numaCells),
    ]
}

extension DomainCPU {
    package struct Mode: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let custom: Self = "custom"
        package static let hostModel: Self = "host-model"
        package static let hostPassthrough: Self = "host-passthrough"
        package static let maximum: Self = "maximum"
    }

    package struct Match: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let exact: Self = "exact"
        package static let minimum: Self = "minimum"
        package static let strict: Self = "strict"
    }

    package struct Fallback: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let allow: Self = "allow"
        package static let forbid: Self = "forbid"
    }

    package struct Topology: XMLRepresentable {
        package var sockets = 1
        package var dies: Int?
        package var cores = 1
        package var threads = 1

        package init() {}
        package init(sockets: Int, cores: Int, threads: Int) {
            self.sockets = sockets
            self.cores = cores
            self.threads = threads
        }

        package static let fields: [XMLField<Self>] = [
            .always("@sockets", \.sockets), .value("@dies", \.dies),
            .always("@cores", \.cores), .always("@threads", \.threads),
        ]
    }

    package struct Cache: XMLRepresentable {
        package var level: Int?
        /// `passthrough`, `emulate` or `disable`.
        package var mode = "passthrough"

        package init() {}
        package static let fields: [XMLField<Self>] = [.value("@level", \.level), .always("@mode", \.mode)]
    }

    package struct PhysicalAddress: XMLRepresentable {
        /// `emulate` or `passthrough`.
        package var mode = "passthrough"
        package var bits: Int?
        package var limit: Int?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@mode", \.mode), .value("@bits", \.bits), .value("@limit", \.limit),
        ]
    }
}
