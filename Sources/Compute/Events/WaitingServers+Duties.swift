extension WaitingServers {
    package struct Duty: Sendable {
        /// For the log.
        let name: String
        /// Of the servers that wait.
        let state: VMState
        /// Seconds; 0 or less: for ever.
        let wait: Int64
        /// Seconds between two looks, for those that wait longer.
        let longestPause: Int64
        /// Since when a server waits; nil when it doesn't.
        let since: @Sendable (ServerRecord) -> Timestamp?
        /// False when the server is left alone. Throws `.conflict` when it has changed since it was read.
        let begin: @Sendable (ServerRecord) async throws(ComputeError) -> Bool

        /// Soft-deleted servers are deleted for good. Where deletions are not deferred, those that were put aside before stay
        /// until somebody restores or deletes them.
        package static func reclaiming(by service: ServerService, _ settings: ComputeSettings) -> Duty {
            Duty(
                name: "reclaim", state: .softDeleted, wait: settings.reclaimInterval, longestPause: 60,
                since: { $0.softDeletedAt }
            ) { server throws(ComputeError) in
                try await service.reclaim(server)
                return true
            }
        }

        /// Shelved servers leave their host.
        package static func offloading(
            by service: ServerService, _ images: ImageService, _ settings: ComputeSettings
        ) -> Duty {
            Duty(
                name: "offload", state: .shelved, wait: settings.shelvedOffloadTime, longestPause: 600,
                since: { $0.shelf?.since }
            ) { server throws(ComputeError) in
                // Without an image its disk is all that is left of its data: it stays.
                guard try await images.shelved(server) != nil else { return false }
                try await service.offload(server)
                return true
            }
        }

        /// Resizes that nobody has confirmed or reverted are confirmed.
        package static func confirmingResizes(by service: ServerService, _ settings: ComputeSettings) -> Duty {
            Duty(
                name: "confirm-resize", state: .resized, wait: settings.resizeConfirmWindow, longestPause: 60,
                since: { $0.resize?.status == .finished ? $0.resize?.finishedAt : nil }
            ) { server throws(ComputeError) in
                try await service.confirmResize(of: server)
                return true
            }
        }
    }
}
