import CLibvirt
import Glibc

extension Domain {
    /// The running save, migration or dump; its kind is `.none` when there is none.
    package func jobInfo() throws(LibvirtError) -> JobInfo {
        var info = virDomainJobInfo()
        try check(virDomainGetJobInfo(pointer, &info))
        return JobInfo(
            kind: JobKind(rawValue: info.type), elapsedMilliseconds: info.timeElapsed, dataTotal: info.dataTotal,
            dataRemaining: info.dataRemaining)
    }

    /// - Parameter completed: of the last job that ended, instead of the running one.
    package func jobStatistics(completed: Bool = false) throws(LibvirtError) -> JobStatistics {
        var kind: Int32 = 0
        var scratch = TypedParameterScratch()
        let flags = completed ? VIR_DOMAIN_JOB_STATS_COMPLETED.rawValue : 0
        try check(virDomainGetJobStats(pointer, &kind, &scratch.pointer, &scratch.count, flags))
        return JobStatistics(kind: JobKind(rawValue: kind), parameters: scratch.copy())
    }

    /// Ends the running job; the call that runs it then throws `.operationAborted`.
    package func abortJob() throws(LibvirtError) {
        try check(virDomainAbortJob(pointer))
    }

    package struct JobInfo: Hashable, Sendable {
        package let kind: JobKind
        package let elapsedMilliseconds: UInt64
        /// Bytes.
        package let dataTotal: UInt64
        package let dataRemaining: UInt64
    }

    package struct JobStatistics: Hashable, Sendable {
        package let kind: JobKind
        /// Such as `time_elapsed`, `data_remaining`, `downtime`.
        package let parameters: TypedParameters
    }

    package struct JobKind: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let none = Self(VIR_DOMAIN_JOB_NONE)
        package static let bounded = Self(VIR_DOMAIN_JOB_BOUNDED)
        package static let unbounded = Self(VIR_DOMAIN_JOB_UNBOUNDED)
        package static let completed = Self(VIR_DOMAIN_JOB_COMPLETED)
        package static let failed = Self(VIR_DOMAIN_JOB_FAILED)
        package static let cancelled = Self(VIR_DOMAIN_JOB_CANCELLED)
    }
}

extension Domain {
    /// Blocks until the save, migration or dump that is under way has ended, however long that takes. Asks twice a second: libvirt has
    /// no call that waits for a job of somebody else's.
    /// - Returns: false when there is none.
    package func waitForEndOfJob() throws(LibvirtError) -> Bool {
        var hasJob = false
        while try isActive() {
            let kind = try jobInfo().kind
            guard kind == .bounded || kind == .unbounded else { return hasJob }
            hasJob = true
            usleep(500_000)
        }
        return hasJob
    }
}
