/// What several actions do to what a server has.
extension ModelServer {
    mutating func settle(_ state: String, _ power: Int) {
        (vm, task, self.power) = (state, nil, power)
    }

    var hasDisks: Bool { holdings.contains(.disks) }

    /// Whoever deletes it has no use for a guest that boots.
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
        plug()
        guard hasDisks else { return false }
        define()
        if wasOn, !isDoomed { guest?.turnOn() }
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
