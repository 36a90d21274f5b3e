/// Versions of the OpenStack metadata layout. A document holds a key from the version that introduced it.
package enum MetadataVersion: String, LayoutVersion {
    case folsom = "2012-08-10"
    /// random_seed
    case grizzly = "2013-04-04"
    /// vendor_data.json
    case havana = "2013-10-17"
    /// network_data.json, project_id
    case liberty = "2015-10-15"
    /// devices
    case newton = "2016-06-30"
    /// vendor_data2.json
    case newtonTwo = "2016-10-06"
    /// VLANs of NICs among devices
    case ocata = "2017-02-22"
    /// vf_trusted of NICs among devices
    case rocky = "2018-08-27"
    /// dedicated_cpus
    case victoria = "2020-10-14"
    /// shares among devices
    case epoxy = "2025-04-04"

    package static let latest = epoxy
}
