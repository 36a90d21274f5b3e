import CLibvirt

extension Domain {
    /// The block job on this disk; nil when there is none.
    package func blockJob(_ disk: String) throws(LibvirtError) -> BlockJob? {
        var info = virDomainBlockJobInfo()
        let flags = VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES.rawValue
        guard try check(virDomainGetBlockJobInfo(pointer, disk, &info, flags)) == 1 else { return nil }
        return BlockJob(kind: BlockJob.Kind(rawValue: info.type), position: info.cur, end: info.end)
    }

    /// Ends the block job.
    /// - Parameter pivot: a ready copy or active commit then goes on with its target.
    package func abortBlockJob(_ disk: String, pivot: Bool = false) throws(LibvirtError) {
        try check(virDomainBlockJobAbort(pointer, disk, pivot ? VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT.rawValue : 0))
    }

    /// Starts to copy a running disk; events tell when it is ready.
    /// - Parameters:
    ///   - destination: a `<disk>` document.
    ///   - reuse: the target exists already.
    package func copyBlock(
        _ disk: String, to destination: String, shallow: Bool = false, reuse: Bool = false
    ) throws(LibvirtError) {
        let flags =
            (shallow ? VIR_DOMAIN_BLOCK_COPY_SHALLOW.rawValue : 0)
            | (reuse ? VIR_DOMAIN_BLOCK_COPY_REUSE_EXT.rawValue : 0)
            | VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB.rawValue
        try check(virDomainBlockCopy(pointer, disk, destination, nil, 0, flags))
    }
}

package struct BlockJob: Hashable, Sendable {
    package let kind: Kind
    /// Both in a unit of libvirt's choice, for the share that is done.
    package let position: UInt64
    package let end: UInt64

    package struct Kind: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let pull = Self(VIR_DOMAIN_BLOCK_JOB_TYPE_PULL)
        package static let copy = Self(VIR_DOMAIN_BLOCK_JOB_TYPE_COPY)
        package static let commit = Self(VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT)
        package static let activeCommit = Self(VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT)
    }

    package struct Status: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let completed = Self(VIR_DOMAIN_BLOCK_JOB_COMPLETED)
        package static let failed = Self(VIR_DOMAIN_BLOCK_JOB_FAILED)
        package static let cancelled = Self(VIR_DOMAIN_BLOCK_JOB_CANCELED)
        package static let ready = Self(VIR_DOMAIN_BLOCK_JOB_READY)
    }
}
