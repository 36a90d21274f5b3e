/// The bytes of images on this host. Nothing here is held in memory as a whole.
package protocol ImageFiles: Sendable {
    /// Starts writing an image's bytes under a temporary name.
    /// - Parameter declared: the format the client named; anything else is refused as soon as it shows.
    func writer(for image: ImageID, declared: DiskFormat, container: String) async throws(ComputeError)
        -> any ImageFileWriter
    /// Chunks of the image's bytes; `range` in bytes, nil for everything.
    func read(_ image: ImageID, range: Range<Int64>?) async throws(ComputeError)
        -> AsyncThrowingStream<ArraySlice<UInt8>, any Error>
    /// Makes a file of this host the image's content, durably, and leaves its checksums for later: reading all of it takes
    /// longer than making it. The file may be removed afterwards. Can be repeated.
    /// - Parameters:
    ///   - path: absolute.
    ///   - isForeign: a guest's QEMU may still have it open. Its bytes are copied then, as it could change them later.
    func adopt(
        _ path: String, as image: ImageID, declared: DiskFormat, isForeign: Bool
    ) async throws(ComputeError) -> ImageContent
    /// Reads the whole content, on one thread. Cancelling the task, or removing the content, ends it early.
    /// - Returns: nil when there is no content on this host, or no longer.
    func checksums(of image: ImageID) async throws(ComputeError) -> ImageChecksums?
    /// Bytes of its content as they lie on this host; nil when there is none.
    func size(of image: ImageID) async throws(ComputeError) -> Int64?
    func delete(_ image: ImageID) async throws(ComputeError)
}

/// Takes the bytes of one upload, in order, from one task.
package protocol ImageFileWriter: Sendable {
    func write(_ bytes: ArraySlice<UInt8>) async throws(ComputeError)
    /// Makes the image durable under its own name.
    func finish() async throws(ComputeError) -> ImageContent
    /// Removes what was written; harmless after `finish`.
    func abort() async
}

/// What is known of an image's bytes once they are all there.
package struct ImageContent: Sendable, Hashable {
    package var size: Int64
    package var virtualSize: Int64
    /// Nil while nobody has read all of it.
    package var checksums: ImageChecksums?

    package init(size: Int64, virtualSize: Int64, checksums: ImageChecksums?) {
        self.size = size
        self.virtualSize = virtualSize
        self.checksums = checksums
    }
}

/// What the Image API shows of an image's bytes, in lower-case hexadecimal.
package struct ImageChecksums: Sendable, Hashable {
    /// The API's `checksum`.
    package let md5: String
    /// The API's `os_hash_value`.
    package let sha512: String

    package init(md5: String, sha512: String) {
        self.md5 = md5
        self.sha512 = sha512
    }
}

/// The disks of servers on this host. Each call looks first at what is there and can be repeated.
package protocol InstanceDisks: GuestStateFiles {
    /// - Throws: `.noSpace` when the disk is so full that nothing new should be begun.
    func requireRoom() async throws(ComputeError)
    /// Brings the server's disks into being: root (and its base image), ephemeral, swap, kernel and ramdisk.
    func prepare(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks
    /// Where the disks of a server are, which were prepared before. A lost base image is brought back from the image; a
    /// lost disk is an error, never a new empty one.
    func existing(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks
    /// Builds the config drive anew.
    func writeConfigDrive(_ input: GuestMetadata, for server: ServerID) async throws(ComputeError) -> GuestDisk
    /// Brings into being what a rescue boots from: the request's image is the rescue image. None of the server's own disks
    /// is touched.
    /// - Returns: the rescue disk, and the rescue's config drive when it exists.
    func prepareRescue(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks
    /// Builds the rescue's own config drive anew.
    func writeRescueConfigDrive(_ input: GuestMetadata, for server: ServerID) async throws(ComputeError) -> GuestDisk
    /// Removes what a rescue booted from; nothing happens when there is none.
    func removeRescue(_ server: ServerID) async throws(ComputeError)
    /// Makes the disks of a rebuilt server beside those that it has; none of these is touched. The request's image is the new one.
    /// - Parameter keepsEphemeral: the ephemeral disk that there is stays, and is not made anew.
    /// - Returns: where they are for now; a kept disk is where it is.
    func prepareRebuild(_ request: DiskRequest, keepsEphemeral: Bool) async throws(ComputeError) -> PreparedDisks
    /// Builds the config drive that goes with them anew.
    func writeRebuildConfigDrive(_ input: GuestMetadata, for server: ServerID) async throws(ComputeError) -> GuestDisk
    /// Puts the disks that were prepared into their places. What was there is kept.
    func adoptRebuild(_ request: DiskRequest) async throws(ComputeError)
    /// Brings back what was kept, and removes what was prepared; nothing happens when there is nothing of a rebuild.
    func revertRebuild(of server: ServerID) async throws(ComputeError)
    /// Removes what was kept, and what was prepared and not used.
    func finishRebuild(of server: ServerID) async throws(ComputeError)
    /// How the server's root disk is copied for an image.
    func rootCopy(_ request: DiskRequest, for image: ImageID) async throws(ComputeError) -> RootCopy
    /// Removes what an earlier try has left of the copy.
    /// - Throws: `.noSpace` when it would not fit.
    func beginCopy(_ copy: RootCopy) async throws(ComputeError)
    /// - Throws: `.noSpace` when the rest of a copy under way would not fit.
    func requireRoom(for copy: RootCopy) async throws(ComputeError)
    /// Makes the copy of a disk that nobody writes to, at a low priority. Cancelling the task ends it.
    /// - Parameter progress: percent; from any thread.
    func perform(_ copy: RootCopy, progress: @escaping @Sendable (Int) -> Void) async throws(ComputeError)
    /// Removes the file of a copy, whole or not; nothing there is a success.
    func removeCopy(for image: ImageID, of server: ServerID) async throws(ComputeError)
    /// Looks whether the disks can be made what the new flavor says. Nothing is changed, and the guest may be on.
    /// - Throws: `.invalid` when a disk would have to shrink, `.noSpace` when copies of the disks would not fit.
    func checkResize(_ resize: DiskResize) async throws(ComputeError)
    /// Puts disks of the new flavor, with what is on the present ones, in the place of those, which are kept. Nobody has them
    /// open. Cancelling the task ends it, in the middle perhaps.
    func resize(_ resize: DiskResize) async throws(ComputeError)
    /// Looks whether all disks are there that a resize which came to its end has kept.
    /// - Throws: `.missing` when one is lost.
    func checkRevert(_ resize: DiskResize) async throws(ComputeError)
    /// Puts the disks that were kept back in their place, and removes those of the new flavor, however far `resize` came.
    func revertResize(_ resize: DiskResize) async throws(ComputeError)
    /// Removes the disks that a resize has kept; nothing happens when there are none.
    func removeResized(_ server: ServerID) async throws(ComputeError)
    /// When the root disk was written to last; nil when there is none.
    func lastWrite(of server: ServerID) async throws(ComputeError) -> Timestamp?
    /// Removes everything of the server.
    func remove(_ server: ServerID) async throws(ComputeError)
    /// Servers that have a directory here.
    func servers() async throws(ComputeError) -> [ServerID]
    func consoleLogPath(of server: ServerID) -> String
    /// The newest bytes of the console log, rotated parts included, at most `limit`; nil when there is no log.
    func consoleLog(of server: ServerID, limit: Int) async throws(ComputeError) -> [UInt8]?
    /// Removes base images that no server uses and that are older than the configured time.
    func removeUnusedBases(keeping images: Set<ImageID>) async throws(ComputeError)
}

package struct DiskRequest: Sendable, Hashable {
    package var server: ServerID
    package var image: ServerImage
    package var flavor: ServerFlavor
    /// An image of the root disk as it was before. The disk is made of it alone, and stands on nothing; nil: it stands on the
    /// server's image.
    package var snapshot: ImageID?

    package init(server: ServerID, image: ServerImage, flavor: ServerFlavor, snapshot: ImageID? = nil) {
        self.server = server
        self.image = image
        self.flavor = flavor
        self.snapshot = snapshot
    }
}

/// A change of a server's disks from those of one flavor to those of another.
package struct DiskResize: Sendable, Hashable {
    package var server: ServerID
    package var image: ServerImage
    package var old: ServerFlavor
    package var new: ServerFlavor

    package init(server: ServerID, image: ServerImage, old: ServerFlavor, new: ServerFlavor) {
        self.server = server
        self.image = image
        self.old = old
        self.new = new
    }
}

package struct PreparedDisks: Sendable, Hashable {
    /// Root, ephemeral and swap, in device order; the config drive too when it exists.
    package var disks: [GuestDisk]
    /// Absolute paths.
    package var kernel: String?
    package var ramdisk: String?

    package init(disks: [GuestDisk], kernel: String?, ramdisk: String?) {
        self.disks = disks
        self.kernel = kernel
        self.ramdisk = ramdisk
    }
}
