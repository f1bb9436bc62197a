package io.slotkeeper.k8s.api;

/** What becomes of volumes whose pods are gone for good. The names are those of Kubernetes. */
public enum VolumePolicy {
    /** They stay, and a pod of the same name finds its data again. */
    Retain,
    /** They are deleted. */
    Delete
}
