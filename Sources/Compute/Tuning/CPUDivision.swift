/// Which of a host's processors serve whom (`compute.cpuDedicatedSet`, `compute.cpuSharedSet`).
package struct CPUDivision: Sendable, Hashable {
    /// Each of these is given to one server at most. Nil: there are none.
    package var dedicated: CPUSet?
    /// All other servers run on these. Nil: on all that are not dedicated.
    package var shared: CPUSet?

    package init(dedicated: CPUSet? = nil, shared: CPUSet? = nil) {
        self.dedicated = dedicated
        self.shared = shared
    }

    /// Guests without processors of their own are held to the shared ones only where something was configured.
    package var isMade: Bool { dedicated != nil || shared != nil }

    package func dedicated(of all: CPUSet) -> CPUSet { (dedicated ?? CPUSet([])).intersection(all) }

    package func shared(of all: CPUSet) -> CPUSet {
        shared?.intersection(all) ?? all.subtracting(dedicated ?? CPUSet([]))
    }
}
