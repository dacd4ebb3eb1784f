# The broker's users: one operator, and per service a user that may declare, write and read only what its service owns,
# besides the two exchanges that all share. Wants an argument per password hash: $operator, $oa, $crm, $erp, $portal.

# What a service owns: its exchange, its lanes, its dead letters, its requests. amq.default is where dead letters go
# to a queue by name.
def owned($service): "^(qiao\\.events|qiao\\.requests|\($service)\\..*)$";

def user($name; $hash; $tags):
    { name: $name, password_hash: $hash, hashing_algorithm: "rabbit_password_hashing_sha256", tags: $tags, limits: {} };

def services: { oa: $oa, crm: $crm, erp: $erp, portal: $portal };

{
    vhosts: [{ name: "/" }],
    users: ([user("qiao"; $operator; ["administrator"])]
        + [services | to_entries[] | user(.key; .value; [])]),
    permissions: ([{ user: "qiao", vhost: "/", configure: ".*", write: ".*", read: ".*" }]
        + [services | keys[] | { user: ., vhost: "/", configure: owned(.), write: owned(.), read: owned(.) }]),
}
