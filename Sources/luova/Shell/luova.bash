# Completion of luova's command line for bash(1).

# The participants that a spool has folders for.
_luova_participants() {
    local spool=/var/spool/luova place
    for ((place = 1; place < ${#COMP_WORDS[@]} - 1; place++)); do
        [[ ${COMP_WORDS[place]} == --spool ]] && spool=${COMP_WORDS[place + 1]}
    done
    local folder
    for folder in "$spool"/participants/*/; do
        [[ -d $folder ]] && basename "$folder"
    done
}

_luova() {
    local verbs="run check explain permissions convert demo log verify trace status metrics queue list show hold release"
    verbs+=" retry discard resend replay purge pause resume install add-partner version"
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "$verbs --help --version" -- "$word")
        return
    fi
    case $before in
        --routes | --spool | --samples | --root | --prefix)
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            compopt -o filenames 2>/dev/null
            return
            ;;
        --from | --to)
            mapfile -t COMPREPLY < <(compgen -W "$(_luova_participants)" -- "$word")
            return
            ;;
        --metrics | --status-page | --alarm-program | --control)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            compopt -o filenames 2>/dev/null
            return
            ;;
        --state)
            mapfile -t COMPREPLY < <(compgen -W "waiting running behind held doubt window" -- "$word")
            return
            ;;
        --user) mapfile -t COMPREPLY < <(compgen -u -- "$word"); return ;;
        --group | --readers | --operators) mapfile -t COMPREPLY < <(compgen -g -- "$word"); return ;;
        --workers | --message | --duplicate-window | --on | --within | --limit | --comment) return ;;
    esac
    local options=
    case $verb in
        run) options="--routes --spool --drain --workers --metrics --status-page --alarm-program --control --readers --operators" ;;
        check) options="--routes" ;;
        explain) options="--routes --from --json --steps" ;;
        permissions) options="--routes --from --to --on --within --json" ;;
        convert) options="--routes" ;;
        demo) options="--keep --routes --samples" ;;
        log) options="--spool --json --from --message" ;;
        verify) options="--spool --json --duplicate-window" ;;
        trace) options="--spool --json" ;;
        status) options="--json --watch --control" ;;
        metrics) options="--control" ;;
        queue) options="--from --to --json --control" ;;
        list) options="--from --to --state --limit --json --control" ;;
        show) options="--json --control" ;;
        hold | discard | resend | replay) options="--comment --json --control" ;;
        purge) options="--dry-run --routes --spool --comment --json --control" ;;
        release) options="--delivered --comment --json --control" ;;
        retry) options="--to --comment --json --control" ;;
        pause | resume) options="--all --from --to --comment --json --control" ;;
        install) options="--root --prefix" ;;
        add-partner) options="--spool --group --user --root" ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
    elif [[ $verb == explain || $verb == convert ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        compopt -o filenames 2>/dev/null
    fi
}

complete -F _luova luova
