//! Stands in the place of the crate of this name, which Leptos gives to those who load functions marked as lazy one by one. Our programs are split by
//! hand, so nothing is asked of it. The real one has each program export a name that ends in a hash of the folder where Cargo has unpacked it: the
//! same sources would make other programs on another machine.
