/// Shares, limits and pins of the domain's threads.
package struct DomainCPUTune: XMLRepresentable {
    /// Relative weight.
    package var shares: UInt64?
    /// Period of the limit for each vCPU, in µs.
    package var period: UInt64?
    /// Run time of each vCPU in a period, in µs; negative means no limit.
    package var quota: Int64?
    package var globalPeriod: UInt64?
    package var globalQuota: Int64?
    package var emulatorPeriod: UInt64?
    package var emulatorQuota: Int64?
    package var vcpuPins: [VCPUPin] = []
    /// Host processors of the emulator's own threads.
    package var emulatorPin: String?
    package var ioThreadPins: [IOThreadPin] = []
    package var vcpuSchedulers: [Scheduler] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("shares", \.shares),
        .value("period", \.period), .value("quota", \.quota),
        .value("global_period", \.globalPeriod), .value("global_quota", \.globalQuota),
        .value("emulator_period", \.emulatorPeriod), .value("emulator_quota", \.emulatorQuota),
        .children("vcpupin", \.vcpuPins),
        .value("emulatorpin/@cpuset", \.emulatorPin),
        .children("iothreadpin", \.ioThreadPins),
        .children("vcpusched", \.vcpuSchedulers),
    ]
}

extension DomainCPUTune {
    package struct VCPUPin: XMLRepresentable {
        package var vcpu = 0
        /// Host processors.
        package var cpuSet = ""

        package init() {}
        package init(vcpu: Int, cpuSet: String) {
            self.vcpu = vcpu
            self.cpuSet = cpuSet
        }

        package static let fields: [XMLField<Self>] = [.always("@vcpu", \.vcpu), .always("@cpuset", \.cpuSet)]
    }

    package struct IOThreadPin: XMLRepresentable {
        /// Counted from 1.
        package var ioThread = 1
        package var cpuSet = ""

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@iothread", \.ioThread), .always("@cpuset", \.cpuSet),
        ]
    }

    package struct Scheduler: XMLRepresentable {
        /// vCPUs it is for, e.g. `1-3`.
        package var vcpus = ""
        /// `fifo`, `rr`, `batch`, `idle`.
        package var scheduler = "fifo"
        package var priority: Int?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@vcpus", \.vcpus), .always("@scheduler", \.scheduler), .value("@priority", \.priority),
        ]
    }
}
