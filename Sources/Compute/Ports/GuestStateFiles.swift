/// What belongs to a server besides its disks: the variables of its UEFI (NVRAM) and the state of its TPM. Both are made by
/// libvirt when a guest that has them starts for the first time, and are the server's for its whole life. The NVRAM lies in
/// the server's directory, the TPM's state where libvirt keeps it; undefining a guest takes the latter, and the former too.
///
/// docs/durable-actions.md says what each action has to do with them.
package protocol GuestStateFiles: Sendable {
    /// Absolute.
    func nvramPath(of server: ServerID) -> String
    /// The one of a rescue by another image. It goes with the rescue (`removeRescue`).
    func rescueNVRAMPath(of server: ServerID) -> String
    /// Forgets the UEFI's variables, so that the next start begins with the firmware's own. The guest is off.
    func resetNVRAM(of server: ServerID) async throws(ComputeError)
    /// Copies both to where they outlive the guest's definition and the server's directory. The guest is off. A copy that
    /// is there already stays as it is until `forgetKeptState`: it is whole, while its sources may be half removed by now.
    func keepState(of server: ServerID) async throws(ComputeError)
    /// Puts back what `keepState` has copied, before the guest is defined. The copy stays until `forgetKeptState`.
    func returnState(of server: ServerID) async throws(ComputeError)
    /// Nothing happens when nothing was kept.
    func forgetKeptState(of server: ServerID) async throws(ComputeError)
    /// Removes all that there is of both: copies, and what has lost its definition. At the end of a server, when it has no
    /// guest any more.
    func removeState(of server: ServerID) async throws(ComputeError)
    /// Whose state is on this host, domains that aerie did not make included.
    func statesOnHost() async throws(ComputeError) -> Set<ServerID>
}
