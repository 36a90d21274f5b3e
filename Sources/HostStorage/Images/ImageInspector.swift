/// Establishes what an image really is while it streams past: magic and header fields only, a fixed amount of
/// memory, no other file ever opened.
package struct ImageInspector: Sendable {
    private let declared: ImageFormat?
    private let rules: ImageRules
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var size: UInt64 = 0
    private var checkedHead = false

    /// - Parameter declared: the disk_format the owner gave; nil takes whatever is found and usable.
    package init(declared: ImageFormat?, rules: ImageRules = ImageRules()) {
        self.declared = declared
        self.rules = rules
    }

    /// The bytes in order, in pieces of any size. Refuses as soon as the start of the image allows it.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) throws(ImageRefusal) {
        let missing = ImageSniffer.headSize - head.count
        if missing > 0 { head.append(contentsOf: bytes.prefix(missing)) }
        keepTail(bytes)
        size += UInt64(bytes.count)
        if !checkedHead, head.count == ImageSniffer.headSize {
            checkedHead = true
            _ = try examine(tail: nil, size: nil)
        }
    }

    /// Goes on at `offset` without the bytes between, which no check looks at.
    mutating func skip(to offset: UInt64, then bytes: ArraySlice<UInt8>) throws(ImageRefusal) {
        size = offset
        try feed(bytes)
    }

    package func finish() throws(ImageRefusal) -> ImageFinding {
        guard size > 0 else { throw .empty }
        return try examine(tail: tail.count == ImageSniffer.tailSize ? tail : nil, size: size)
    }

    private mutating func keepTail(_ bytes: ArraySlice<UInt8>) {
        tail.append(contentsOf: bytes.suffix(ImageSniffer.tailSize))
        if tail.count > ImageSniffer.tailSize { tail.removeFirst(tail.count - ImageSniffer.tailSize) }
    }

    private func examine(tail: [UInt8]?, size: UInt64?) throws(ImageRefusal) -> ImageFinding {
        let reader = ByteReader(head)
        let found = ImageSniffer.format(head: reader, tail: tail.map { ByteReader($0) })
        if let declared, !declared.accepts(found) { throw .formatMismatch(declared: declared, found: found) }
        // A kernel's or archive's magic in a disk declared raw is only data.
        let format = declared == .raw ? .raw : found
        var finding = ImageFinding(format: format, virtualSize: size, size: size ?? 0)
        try describe(&finding, reader, size: size)
        if let virtualSize = finding.virtualSize, virtualSize > rules.maxVirtualSize {
            throw .virtualSizeOverLimit(size: virtualSize, limit: rules.maxVirtualSize)
        }
        return finding
    }

    private func describe(_ finding: inout ImageFinding, _ reader: ByteReader, size: UInt64?) throws(ImageRefusal) {
        switch finding.format {
        case .qcow2:
            let header = try Qcow2Check(reader: reader, rules: rules).check(size: size)
            finding.virtualSize = header.virtualSize
            if header.incompatible.contains(.dirty) { finding.problems.append(.notClosedCleanly) }
            if header.snapshots > 0 { finding.problems.append(.hasInternalSnapshots) }
        case .iso:
            let sectors = reader.little(UInt32.self, at: 32_768 + 80) ?? 0
            if let size, UInt64(sectors) * 2048 > size { finding.problems.append(.isoShorterThanDeclared) }
        case .raw, .ami, .aki, .ari:
            describePlain(&finding, reader, size: size)
        case .vdi, .vhd, .vhdx, .vmdk, .luks, .qed, .parallels, .legacy:
            throw .unsupportedFormat(finding.format)
        }
    }

    private func describePlain(_ finding: inout ImageFinding, _ reader: ByteReader, size: UInt64?) {
        if declared == .aki || declared == .ari {
            if finding.format == .raw { finding.problems.append(.notAKernel) }
            return
        }
        if let size, size % 512 != 0 { finding.problems.append(.unevenSize) }
        finding.virtualSize = size.map { ($0 + 511) / 512 * 512 }
        if ImageSniffer.isCompressed(reader) { finding.problems.append(.looksCompressed) }
    }
}
