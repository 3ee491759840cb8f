"""The archive on disk and on the wire: manifest, shards, identity, merging and checking (format `backissue-archive` 1)."""
