extension ModelAction {
    static let createImage = ModelAction(
        name: "image", shown: "createImage", event: "compute_snapshot_instance", body: "", word: "createImage",
        states: settled, heedsLock: false,
        task: "image_snapshot_pending",
        tasks: ["image_snapshot_pending", "image_snapshot", "image_pending_upload", "image_uploading"],
        takesWithRequest: true,
        steps: [begin { $0.task = "image_snapshot" }] + imageSteps + [upload(.done).during("image_uploading")])

    static let createBackup = ModelAction(
        name: "backup", shown: "createBackup", event: "compute_backup_instance", body: "", word: "createBackup",
        states: settled, heedsLock: false,
        task: "image_backup", tasks: ["image_backup", "image_pending_upload", "image_uploading"],
        takesWithRequest: true,
        steps: [
            begin { _ in }
        ] + imageSteps + [
            upload(.next).during("image_uploading"),
            ModelStep(
                isReversible: false,
                perform: { server, run, _ in
                    server.rotate(run.image, keeping: run.rotation)
                    return .done
                }),
        ])

    static let settled: Set<String> = ["active", "paused", "suspended", "stopped"]

    private static func begin(_ stored: @escaping Change) -> ModelStep {
        ModelStep.begin(stored).with { server, run in
            if let image = run.image, server.images[image].status != "active" {
                server.images[image].status = "deleted"
            }
            return true
        }
    }

    private static let imageSteps = [copy, announce.during("image_pending_upload")]

    static let copy = ModelStep(
        breaks: { $0.guest?.isOn == true ? "copyDisk" : "perform" },
        perform: { server, _, isBroken in isBroken || !server.hasDisks ? .failed : .next })

    static let announce = ModelStep(
        perform: { server, run, _ in
            guard let image = run.image, server.images[image].status != "deleted" else { return .failed }
            server.images[image].status = "saving"
            return .next
        })

    static func upload(_ outcome: ModelStep.Outcome) -> ModelStep {
        ModelStep(perform: { server, run, _ in
            guard let image = run.image, server.images[image].status != "deleted" else { return .failed }
            server.images[image].status = "active"
            return outcome
        })
    }
}

extension ModelServer {
    /// Removes all but the newest backups of an image's series.
    fileprivate mutating func rotate(_ image: Int?, keeping count: Int) {
        guard let image, let series = images[image].series else { return }
        let backups = images.indices.filter { images[$0].series == series && images[$0].status != "deleted" }
        for old in backups.dropLast(count) { images[old].status = "deleted" }
    }
}
