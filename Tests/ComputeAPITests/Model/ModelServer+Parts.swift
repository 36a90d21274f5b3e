/// What several actions do to what a server has.
extension ModelServer {
    mutating func settle(_ state: String, _ power: Int) {
        (vm, task, self.power) = (state, nil, power)
    }

    var hasDisks: Bool { holdings.contains(.disks) }

    /// Whoever deletes it has no use for its guest.
    var isDoomed: Bool { task == "deleting" || task == "soft-deleting" }

    // MARK: The guest

    /// Everything that a start needs; a rescue is over then.
    mutating func define() {
        plug()
        build()
        holdings.remove(.rescueDisk)
    }

    mutating func plug() {
        if holdings.contains(.port) { holdings.insert(.reservation) }
    }

    /// One that is on stays what it is.
    mutating func build() {
        if guest == nil { guest = ModelGuest() }
        if guest?.isOn == false { guest?.hasAgent = hasAgent }
    }

    mutating func turnOff(forgetting forgetsMemory: Bool = false) {
        guest?.power = ModelPower.off
        if forgetsMemory { guest?.isSaved = false }
    }

    /// Its guest is built anew, and goes on.
    /// - Returns: whether it could be.
    mutating func bringBack(ifIt wasOn: Bool) -> Bool {
        if isDoomed { return true }
        plug()
        guard hasDisks else { return false }
        define()
        if wasOn { guest?.turnOn() }
        return true
    }

    // MARK: Its host and its disks

    mutating func bind() {
        if holdings.contains(.port) { holdings.insert(.binding) }
    }

    mutating func leaveHost() {
        hasHost = false
        holdings.remove(.binding)
    }

    mutating func loseDisks() {
        holdings.subtract([.disks, .rescueDisk, .keptDisks, .newDisks, .oldDisks])
    }

    // MARK: The end of a resize

    /// A server that was brought up by hand, out of its resize, has its present disks for good.
    /// - Returns: whether it had a resize to end.
    mutating func keepPresentDisks() -> Bool {
        guard let resize, resize.status != .reverting, resize.status != .requested else { return false }
        holdings.remove(.keptDisks)
        return true
    }

    // MARK: A shelf that was left without an unshelve

    /// It has what was kept of it, and nothing is kept any more.
    mutating func settleState() {
        if shelf != nil { holdings.remove(.keptState) }
    }

    /// Ends what a reset has left of a resize and of a shelf, once the server is up again.
    mutating func endLeftovers(of run: inout ModelRun, ifTask isOwn: (String) -> Bool) {
        run.resize = nil
        guard let task, isOwn(task) else { return }
        if keepPresentDisks() { run.resize = resize }
        drop(shelf)
        run.endsShelf = shelf != nil
    }

    /// What is stored of that.
    mutating func storeLeftovers(of run: ModelRun) {
        if let ended = run.resize, resize?.status == ended.status { resize = nil }
        if run.endsShelf { shelf = nil }
    }

    // MARK: Images

    mutating func queue(_ name: String? = nil, series: String? = nil) -> Int {
        images.append(ModelImage(name: name ?? "image-\(images.count)", series: series))
        return images.count - 1
    }

    mutating func drop(_ image: Int?) {
        if let image { images[image].status = "deleted" }
    }

    /// What was kept of a shelved server is of no use any more.
    mutating func emptyShelf() {
        drop(shelf)
        holdings.remove(.keptState)
    }
}
