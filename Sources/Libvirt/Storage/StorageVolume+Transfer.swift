import CLibvirt

extension StorageVolume {
    /// Writes the volume from the chunks that `next` gives until it gives nil. A long call.
    /// - Parameters:
    ///   - length: how many bytes libvirt takes at most; 0 for no bound.
    ///   - next: what it throws aborts the upload and is thrown on.
    package func upload(
        through stream: Stream, offset: UInt64 = 0, length: UInt64 = 0,
        _ next: () throws(LibvirtError) -> [UInt8]?
    ) throws(LibvirtError) {
        try check(virStorageVolUpload(pointer, stream.pointer, offset, length, 0))
        try stream.sendAll(next)
    }

    /// Gives the volume's bytes to `take`, chunk by chunk. A long call.
    /// - Parameters:
    ///   - length: how many bytes; 0 for all up to the end.
    ///   - take: what it throws aborts the download and is thrown on.
    package func download(
        through stream: Stream, offset: UInt64 = 0, length: UInt64 = 0,
        _ take: ([UInt8]) throws(LibvirtError) -> Void
    ) throws(LibvirtError) {
        try check(virStorageVolDownload(pointer, stream.pointer, offset, length, 0))
        try stream.receiveAll(take)
    }
}
