# Runs inside the container, as root: a day of the service. Prints one line a step.
set -uo pipefail
failed=0
spool=/var/spool/luova
here=/root/trial
mkdir -p "$here"
cd "$here"

# step TEXT COMMAND…: runs the command; its output is shown only when it fails.
step() {
    local text=$1
    shift
    if "$@" >"$here/output" 2>&1; then
        echo "ok     $text"
    else
        echo "FAILED $text"
        sed 's/^/         /' "$here/output" | tail -n 15
        failed=1
    fi
}
# until SECONDS COMMAND…: asks again until it is so.
until_so() {
    local end=$((SECONDS + $1))
    shift
    while ! "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}
# has PATTERN: whether it comes in; reads to the end, because who writes into a pipe that is closed has failed.
has() { grep "$@" >/dev/null; }
note() { echo "<Note xmlns=\"urn:trial:note\"><Id>$1</Id><Text>${2:-hello}</Text></Note>"; }
delivered() { grep -lsF "<Id>$1</Id>" $spool/participants/"$2"/pickup/note.* >/dev/null; }
# drop ACCOUNT FILE PARTICIPANT: a file of an account in a drop folder, under its name when all is right about it.
drop() {
    install -o "$1" -g "$1" -m 640 "$2" "$spool/participants/$3/drop/.$2" &&
        mv "$spool/participants/$3/drop/.$2" "$spool/participants/$3/drop/$2"
}
batch() { sftp -q -b - -i $here/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "$@" sftp-alice@127.0.0.1; }
events() { journalctl -q -u luova -o json "$@"; }
# The daemon's process; 4194305, which no process has, when there is none: 0 would be ourselves.
main() {
    local id
    id=$(systemctl show --value -p MainPID luova)
    echo "${id/#%0/4194305}"
}
restarts() { systemctl show --value -p NRestarts luova; }
active() { [ "$(systemctl is-active luova)" = active ]; }
anew() { systemctl daemon-reload && systemctl reset-failed luova; systemctl restart luova; }
drop_in() { install -D -m 644 -t /etc/systemd/system/luova.service.d /usr/share/luova/systemd/"$1" && anew; }
no_drop_in() { rm /etc/systemd/system/luova.service.d/"$1" && anew; }

# --- Installation, as the README says.
install_it() {
    /root/luova install && systemd-sysusers luova.conf && systemd-tmpfiles --create luova.conf &&
        systemctl daemon-reload && luova version
}
step "luova install, its account, its spool" install_it
step "installed once more, nothing changes" bash -c '! /root/luova install | grep wrote'

accounts() {
    useradd --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin sftp-alice &&
        useradd --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin house &&
        useradd --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin robot
}
step "accounts of a partner, of a system, and of a program" accounts
add() { luova add-partner alice --user sftp-alice >guide && luova add-partner bob --group house && luova add-partner robot --group luova; }
step "luova add-partner makes their folders" add
step "luova add-partner twice is as once" add

# What it printed is used as it stands.
sshd_lines() {
    sed -n '/^Match User/,/^$/p' guide >/etc/ssh/sshd_config.d/luova-alice.conf &&
        ssh-keygen -q -t ed25519 -N '' -f key && mkdir -p /etc/ssh/authorized_keys &&
        cp key.pub /etc/ssh/authorized_keys/sftp-alice && systemctl reload-or-restart ssh && /usr/sbin/sshd -t ||
        return 1
    grep -F 'usermod --append --groups sftp-alice luova' guide | bash && usermod --append --groups house luova
}
step "sshd takes the lines that it printed" sshd_lines
cat >/etc/luova/routes/note.xsd <<'X'
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:trial:note" xmlns="urn:trial:note"
    elementFormDefault="qualified">
  <xs:element name="Note"><xs:complexType><xs:sequence>
    <xs:element name="Id" type="xs:string"/><xs:element name="Text" type="xs:string" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
X
table() {
    cat >/etc/luova/routes/trial.xml <<X
<routes xmlns="urn:luova:routes:1">
  <partner id="alice" user="sftp-alice" receipts="all"/>
  <system id="bob" custody="move" receipts="none"/>
  <system id="robot"><program path="/usr/libexec/trial-handler" $2 timeout="20s" retry="1s"/></system>
  <contract id="note" schema="note.xsd" root="{urn:trial:note}Note" message-id="Id"/>
  <route id="alice-bob" from="alice" message="note" to="$1"/>
  <route id="bob-alice" from="bob" message="note" to="alice"/>
</routes>
X
}
table "bob" ""
cat >/usr/libexec/trial-handler <<'X'
#!/bin/bash
# Tries what the sandbox forbids; says on standard error what was possible after all.
cat >/dev/null
for path in /etc/trial /usr/trial /var/lib/trial /root/trial/trial /boot/trial; do
    (echo x >"$path") 2>/dev/null && echo "wrote $path" >&2
done
(exec 3<>/dev/tcp/127.0.0.1/22) 2>/dev/null && echo "reached the network" >&2
for folder in /tmp /var/tmp /dev/shm /var/spool/luova/ledger /run/luova; do
    cp /usr/bin/true $folder/trial-program 2>/dev/null && $folder/trial-program 2>/dev/null && echo "executed in $folder" >&2
    rm -f $folder/trial-program 2>/dev/null
done
ls /root >/dev/null 2>&1 && echo "read /root" >&2
[ "$(grep CapEff /proc/self/status)" = "$(printf 'CapEff:\t0000000000000000')" ] || echo "has rights" >&2
unshare --user true 2>/dev/null && echo "made a namespace" >&2
echo "I am $(id -un)" >&2
X
chmod 755 /usr/libexec/trial-handler

step "systemctl enable --now luova" systemctl enable --now luova
step "the service is active and says so" bash -c 'systemctl show -p ActiveState,StatusText luova | grep -q ActiveState=active'
step "the journal has its entry with kind, number and priority" \
    bash -c "journalctl -u luova -o json LUOVA_EVENT=ready | jq -c 'select(.MESSAGE_ID != null and .PRIORITY == \"6\" and .SYSLOG_IDENTIFIER == \"luova\")' | grep -q ready"

# --- Operators, known by account and group.
members() { useradd ann && useradd maija && usermod --append --groups luova-readers ann && usermod --append --groups luova-operators maija; }
step "an operator becomes a member of a group" members
as() { runuser -u "$1" -- luova "${@:2}"; }
looks() {
    as ann status | has '^state       working;' || return 1
    as ann pause --all
    [ $? = 77 ] || return 1
    as sftp-alice status
    [ $? = 77 ]
}
step "readers look, and do not act; others do not even look" looks
acts() {
    as maija pause --all --comment trial && events LUOVA_EVENT=operated | has 'operator maija' && systemctl restart luova &&
        as ann status | has 'paused by an operator: taking in;' && as maija resume --all &&
        luova log --spool $spool --json | jq -r 'select(.event == "resumed") | .by' | has -x maija
}
step "operators act, a restart keeps what they paused, and the ledger names them" acts

strangers() {
    as nobody status >said 2>&1
    [ $? = 77 ] && grep -q 'neither in group luova-readers nor in group luova-operators' said || return 1
    as nobody purge
    [ $? = 77 ] || return 1
    [ "$(ls -A /run/luova)" = control ] && ! runuser -u nobody -- touch /run/luova/trial
}
step "an account in neither group is told so, and finds nothing beside the socket" strangers
joins() {
    useradd pekka && ! as pekka status && usermod --append --groups luova-readers pekka && as pekka status &&
        as pekka status --json | jq -e .
}
step "who becomes a member may look at once, and the daemon need not start anew" joins

# --- Over SFTP.
note n-put >n-put.xml
sent() { batch <<<"$2" && until_so 20 delivered "$1" bob; }
step "put: the message arrives" sent n-put "put n-put.xml drop/"
receipt() {
    rm -rf receipts && mkdir receipts
    batch <<<"get pickup/*.receipt.xml receipts/" && grep -l "n-put.xml" receipts/*.xml | xargs grep -q accepted
}
step "its receipt comes back over SFTP" until_so 10 receipt
note n-put-p >n-put-p.xml
touch -d '2020-01-01' n-put-p.xml
chmod 640 n-put-p.xml
step "put -p of a file that only its group may read, years old" sent n-put-p "put -p n-put-p.xml drop/"
note n-rename >n-rename.xml
step "put under a temporary name, then rename" sent n-rename $'put n-rename.xml drop/n.part\nrename drop/n.part drop/n-rename.xml'
{
    echo '<Note xmlns="urn:trial:note"><Id>n-cut</Id>'
    for _ in $(seq 3000); do printf '<Text>%01000d</Text>\n' 7; done
    echo '</Note>'
} >n-cut.xml
cut_off() {
    timeout --signal=KILL 2 sftp -l 4000 -q -b - -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
        sftp-alice@127.0.0.1 <<<"put n-cut.xml drop/"
    until_so 10 bash -c "! pgrep -u sftp-alice" && sleep 4
    local size
    size=$(stat -c %s $spool/participants/alice/drop/n-cut.xml) && echo "size $size" && ((size > 0 && size < 3000000))
}
step "an upload that is cut off is left where it is" cut_off
resumed() { sent n-cut "reput n-cut.xml drop/n-cut.xml" && cmp n-cut.xml "$(grep -lF '<Id>n-cut</Id>' $spool/participants/bob/pickup/*)"; }
step "reput goes on with it, and it arrives as it was" resumed
note n-secret >n-secret.xml
chmod 600 n-secret.xml
unreadable() {
    batch <<<"put n-secret.xml drop/" && until_so 20 bash -c "luova log --spool $spool | grep -q 'refused unreadable from alice'"
}
step "a file that only its sender may read is refused as unreadable" unreadable
readable() { drop_in unreadable-uploads.conf && sent n-secret "put n-secret.xml drop/s2.xml" && no_drop_in unreadable-uploads.conf; }
step "with unreadable-uploads.conf it is taken" readable
sees() { batch <<<'ls -1 /' | tee seen && [ "$(grep -v '^sftp>' seen | sort | xargs)" = "/drop /pickup" ]; }
step "a partner sees nothing but its own folder" sees
step "a partner cannot write beside its folders" bash -c "! sftp -q -b - -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null sftp-alice@127.0.0.1 <<<'put n-put.xml /x.xml' 2>/dev/null"

# --- The other way round: a system of the house, whose files are moved.
moved() {
    note n-house >n-house.xml && chmod 644 n-house.xml &&
        drop house n-house.xml bob &&
        until_so 20 delivered n-house alice &&
        rm -rf got && mkdir got && batch <<<"get pickup/note.* got/" && grep -q n-house got/* || return 1
    luova log --spool $spool --json | jq -r 'select(.message_id == "n-house") | .taken[0]' | grep '^m\.'
}
step "a message of the house is moved, and the partner fetches it" moved

# --- Reload.
reloaded() { systemctl reload luova && until_so 10 bash -c "journalctl -q -u luova -o json LUOVA_EVENT=reloaded | grep -q MESSAGE_ID" && active; }
step "systemctl reload brings a table into force" reloaded
bad() { cp /etc/luova/routes/trial.xml good && echo '<routes' >/etc/luova/routes/trial.xml && ! systemctl reload luova; }
step "systemctl reload says that a table is wrong" bad
bad_signal() {
    kill -HUP "$(main)" && until_so 10 bash -c "journalctl -q -u luova -o json LUOVA_EVENT=reloadRefused | grep -q MESSAGE_ID" && active &&
        note n-old >n-old.xml && sent n-old "put n-old.xml drop/"
}
step "a wrong table that is loaded all the same leaves the old one in force" bad_signal
step "mended, it is loaded" bash -c "cp good /etc/luova/routes/trial.xml && systemctl reload luova"

# --- Metrics and the page.
shown=/var/lib/luova
accepted() { luova log --spool $spool --json | jq -s 'map(select(.event == "accepted")) | length'; }
on_page() { grep -qF "<dd id=\"accepted\">$(accepted)</dd>" $shown/status.html; }
watched() {
    drop_in monitoring.conf && until_so 20 grep -qx 'luova_up 1' $shown/luova.prom && note n-seen >n-seen.xml &&
        sent n-seen "put n-seen.xml drop/" &&
        until_so 40 grep -qx 'luova_files_total{partner="alice",outcome="accepted",type="note"} 1' $shown/luova.prom &&
        until_so 40 on_page
}
step "monitoring.conf: metrics and page are written, and count what the ledger counts" watched
step "everybody may read them" runuser -u nobody -- cat $shown/luova.prom $shown/status.html
asked() { as ann status && as ann metrics | has -x 'luova_up 1' && as maija pause --all --comment trial && as maija resume --all; }
step "with monitoring.conf operators may ask as before" asked
left() {
    systemctl stop luova && grep -qx 'luova_up 0' $shown/luova.prom && grep -q 'The service has ended' $shown/status.html &&
        no_drop_in monitoring.conf && until_so 20 as ann status
}
step "what a stop leaves behind says that the service has ended" left

# --- What was kept long enough.
timer() {
    systemctl enable --now luova-purge.timer && systemctl is-active luova-purge.timer &&
        systemctl show --value -p NextElapseUSecRealtime luova-purge.timer | tee next && grep -qE ' 0(2:[345][0-9]|3:00):' next
}
step "systemctl enable --now luova-purge.timer, and it waits for the night" timer
# purges TEXT: runs the timer's service once; its journal says that.
purges() {
    journalctl -q --rotate --vacuum-time=1s -u luova-purge
    systemctl start luova-purge.service && ! systemctl is-failed luova-purge.service && until_so 10 bash -c \
        "journalctl -q -u luova-purge | tee purged | grep -qF '$1'"
}
refused() { find $spool/refused/alice -type f | wc -l; }
purge_nothing() { [ "$(refused)" -ge 1 ] && purges 'no retention row: nothing is ever removed' && [ "$(refused)" -ge 1 ]; }
step "without a retention row its service removes nothing" purge_nothing
keep() { echo "<routes xmlns=\"urn:luova:routes:1\">$1</routes>" >/etc/luova/routes/keep.xml && systemctl reload luova; }
purge_due() {
    local number=$(refused)
    keep '<retention id="short" keeps="refused" for="1ms" basis="a trial"/><hold participant="alice" reason="a case"/>' &&
        purges "$number kept by holds" && [ "$(refused)" = "$number" ] || return 1
    keep '<retention id="short" keeps="refused" for="1ms" basis="a trial"/>' && ! as ann purge && purges "$number removed" &&
        [ "$(refused)" = 0 ] && luova verify --spool $spool &&
        [ "$(luova log --spool $spool --json | jq -r 'select(.event == "purged") | .by' | uniq -c | xargs)" = "$number luova" ]
}
step "what a row calls due it removes, unless it is held, and the ledger says who, and which" purge_due
purge_skipped() {
    rm /etc/luova/routes/keep.xml && systemctl stop luova && systemctl start luova-purge.service &&
        [ "$(systemctl show --value -p ConditionResult luova-purge.service)" = no ] && systemctl start luova
}
step "while the daemon does not run, its service is skipped" purge_skipped

# --- A participant whose folders somebody has forgotten.
forgotten() {
    sed -i 's|<system id="bob"|<partner id="carol" receipts="all"/>&|' /etc/luova/routes/trial.xml && systemctl restart luova && active &&
        until_so 20 bash -c "journalctl -q -u luova -o json LUOVA_EVENT=fault LUOVA_PARTNER=carol | grep -q missing" &&
        note n-without >n-without.xml && sent n-without "put n-without.xml drop/"
}
step "a participant without folders is a fault, and the others go on after a start" forgotten
remembered() {
    luova add-partner carol --group luova &&
        until_so 60 bash -c "journalctl -q -u luova -o json LUOVA_EVENT=faultOver LUOVA_PARTNER=carol | grep -q carol" &&
        note n-carol >n-carol.xml && drop luova n-carol.xml carol &&
        until_so 20 bash -c "ls $spool/participants/carol/pickup/*.receipt.xml"
}
step "add-partner makes them, and it joins in" remembered
table bob ""

# --- The sandbox.
rights() {
    local id
    id=$(main)
    grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/"$id"/status
    grep -q $'^CapEff:\t0000000010000001' /proc/"$id"/status && grep -q $'^CapBnd:\t0000000010000001' /proc/"$id"/status &&
        grep -q $'^NoNewPrivs:\t1' /proc/"$id"/status && grep -q $'^Seccomp:\t2' /proc/"$id"/status &&
        [ "$(stat -c %U /proc/"$id")" = luova ]
}
step "it runs as luova with two rights, no new ones, and a filter of system calls" rights
step "in its network there is only a loopback" bash -c "[ \"\$(nsenter -t $(main) -n ip -o link | wc -l)\" = 1 ]"
sealed() {
    local id path
    id=$(main)
    for path in / /etc /usr /usr/bin /usr/lib /var /var/lib /var/spool /boot /opt /run /run/lock /run/systemd /dev /dev/shm; do
        if nsenter -t "$id" -m touch "$path/trial"; then echo "$path can be written"; return 1; fi
    done
    nsenter -t "$id" -m touch $spool/ledger/.trial && rm $spool/ledger/.trial
}
step "in its file system only the spool can be written, even by root" sealed
handler() {
    note "$1" >"$1.xml" && batch <<<"put $1.xml drop/" &&
        until_so 30 bash -c "journalctl -q -u luova -o json LUOVA_EVENT=programWords | grep -q 'I am $2\"'"
    events LUOVA_EVENT=programWords | jq -r .MESSAGE | grep "I am $2" | tail -n 1 | tee words
    grep -q ": I am $2\$" words && luova log --spool $spool --json | grep '"delivered"' | has robot
}
handled() { table robot "" && systemctl reload luova && handler n-handler luova; }
step "a program of the daemon's account can do nothing of what it tries" handled
handled_other() { table robot 'user="robot"' && drop_in programs.conf && handler n-handler-2 robot; }
step "with programs.conf it runs as its own account, and can do no more" handled_other
table bob ""
step "without programs.conf the daemon is tight again" bash -c "rm /etc/systemd/system/luova.service.d/programs.conf && systemctl daemon-reload && systemctl restart luova"

# --- The watchdog. Five seconds here, so that nobody waits for a minute.
mkdir -p /etc/systemd/system/luova.service.d
printf '[Service]\nWatchdogSec=5s\n' >/etc/systemd/system/luova.service.d/trial-watchdog.conf
step "a shorter watchdog" anew
step "it is fed for longer than it bites" bash -c "sleep 12; [ \"\$(systemctl show --value -p NRestarts luova)\" = 0 ] && systemctl is-active luova"
frozen() {
    local before id
    before=$(restarts) id=$(main)
    kill -STOP "$id" && until_so 30 bash -c "[ \"\$(systemctl show --value -p NRestarts luova)\" -gt $before ]" && until_so 20 active &&
        journalctl -q -u luova | has "Watchdog timeout"
}
step "a process that stands still is ended by the watchdog, and started again" frozen
note n-after-freeze >n-after-freeze.xml
step "after that messages go on" sent n-after-freeze "put n-after-freeze.xml drop/"
cat >/etc/systemd/system/luova.service.d/trial-hang.conf <<'X'
[Service]
TimeoutStartSec=60s
Environment=LD_LIBRARY_PATH=/usr/lib/luova-hanging "LUOVA_FAULTS=fdatasync@taken/alice#1=hang"
ExecStart=
ExecStart=/usr/lib/luova-hanging/luova run --routes /etc/luova/routes --spool /var/spool/luova
X
hanging() {
    local before
    anew && until_so 20 active && sleep 12 && before=$(restarts) && [ "$before" = 0 ] || return 1
    journalctl -q --rotate --vacuum-time=1s
    # It hangs in the first commit: everything else in it goes on.
    note n-hang >n-hang.xml && batch <<<"put n-hang.xml drop/"
    until_so 30 bash -c "[ \"\$(systemctl show --value -p NRestarts luova)\" -gt $before ]" && journalctl -q -u luova | has "Watchdog timeout"
}
step "a committer that hangs starves the watchdog, though all else goes on" hanging
unhang() { rm /etc/systemd/system/luova.service.d/trial-*.conf && anew && until_so 30 delivered n-hang bob; }
step "the next start delivers what was in hand" unhang

# --- Busy.
burst() { for number in $(seq "$1" "$2"); do note "b-$number" >burst/b-"$number".xml; done; }
mkdir burst
burst 1 10000
chown -R house:house burst
fill() { find burst -name 'b-*.xml' | sort -V | sed -n "$1,$2p" | xargs mv -t $spool/participants/bob/drop; }
count() { find $spool/participants/alice/pickup -name 'note.*' | wc -l; }
had=$(count)
stopped() {
    fill 1 6000 && until_so 20 bash -c "[ \$(find $spool/participants/alice/pickup -name 'note.*' | wc -l) -gt $((had + 20)) ]"
    systemctl stop luova && echo "$(($(count) - had)) were delivered" && (($(count) < had + 6000)) && [ "$(systemctl show --value -p Result luova)" = success ] &&
        [ -z "$(find $spool/taken -type f)" ] && luova verify --spool $spool
}
step "stopped while busy, it finishes what is in hand" stopped
gone_on() { systemctl start luova && until_so 120 bash -c "[ \$(find $spool/participants/alice/pickup -name 'note.*' | wc -l) = $((had + 6000)) ]"; }
step "started again, it goes on with the rest" gone_on
killed() {
    local before
    before=$(restarts)
    fill 1 4000 && until_so 20 bash -c "[ \$(find $spool/participants/alice/pickup -name 'note.*' | wc -l) -gt $((had + 6020)) ]"
    kill -KILL "$(main)" && echo "$(($(count) - had)) were delivered" && (($(count) < had + 10000)) || return 1
    until_so 20 bash -c "[ \"\$(systemctl show --value -p NRestarts luova)\" -gt $before ]" &&
        until_so 120 bash -c "[ \$(find $spool/participants/alice/pickup -name 'note.*' | wc -l) = $((had + 10000)) ]"
}
step "killed while busy, it is started again and delivers each message once" killed
once() { [ "$(cat $spool/participants/alice/pickup/note.* | grep -oE '<Id>b-[0-9]+</Id>' | sort | uniq | wc -l)" = 10000 ] && until_so 20 luova verify --spool $spool; }
step "ledger and spool agree" once

# --- No right at all.
private() {
    drop_in private-copies.conf && grep -q $'^CapEff:\t0000000000000000' /proc/"$(main)"/status && note n-private >n-private.xml &&
        sent n-private "put n-private.xml drop/" && until_so 10 bash -c "
            rm -rf receipts; mkdir receipts
            sftp -q -b - -i key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null sftp-alice@127.0.0.1 <<<'get pickup/*.receipt.xml receipts/' &&
            grep -q n-private.xml receipts/*"
}
step "with private-copies.conf it has no right at all, and works" private
step "no thread of it complains of its sandbox" bash -c "! journalctl -q -u luova | grep -i priority"
step "systemctl stop, and nothing has failed" bash -c "systemctl stop luova && ! systemctl is-failed luova"

exit $failed
