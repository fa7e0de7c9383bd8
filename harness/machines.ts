/**
 * What one may do to the machines under a cluster's nodes; on a rented cluster through its vendor's API.
 * Each act resolves when the machine is so, before the cluster has taken note; rejects when there is no such machine or zone.
 */
export interface Machines {
  stop(node: string): Promise<void>;
  start(node: string): Promise<void>;
  /** Gives the machine back for good; its Node goes when the cloud's controller has noticed. */
  remove(node: string): Promise<void>;
  /** Resolves with the Node's name once the machine exists; a name is taken where its vendor lets one choose. */
  add(wanted: { readonly zone?: string; readonly name?: string }): Promise<string>;
  /** Nothing reaches the machines of the zone, nor do they reach anything, until it is reconnected. */
  cutOff(zone: string): Promise<void>;
  reconnect(zone: string): Promise<void>;
}
