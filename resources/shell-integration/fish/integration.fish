# Fleetlab's marks for fish: where a prompt begins and ends, when a command starts and how it ended, and the folder.
# Read after the learner's own settings, which stay as they are.

set -g __fleetlab_secret $FLEETLAB_SHELL_SECRET
set -l launcher $FLEETLAB_LAUNCHER
# A program that runs in this shell must not know the secret.
set -e FLEETLAB_SHELL_SECRET
set -e FLEETLAB_LAUNCHER

# Settings may have put other folders before it.
set -gx PATH $launcher (string match -v -- $launcher $PATH)

function __fleetlab_mark
    printf '\e]133;%s;fleetlab=%s\a' $argv[1] $__fleetlab_secret
end

function __fleetlab_before_prompt --on-event fish_prompt
    set -l last $status
    __fleetlab_wrap_prompt
    set -l value (string replace -a '\\' '\\\\' -- "$PWD" | string join '\\x0a')
    set value (string replace -a ';' '\\x3b' -- $value)
    set value (string replace -a \e '\\x1b' -- $value)
    set value (string replace -a \a '\\x07' -- $value)
    printf '\e]633;P;Cwd=%s;fleetlab=%s\a' $value $__fleetlab_secret
    return $last
end

function __fleetlab_stopped_jobs
    jobs | string match -e stopped | count
end

function __fleetlab_before_command --on-event fish_preexec
    set -g __fleetlab_stopped_before (__fleetlab_stopped_jobs)
    __fleetlab_mark C
end

function __fleetlab_after_command --on-event fish_postexec
    set -l last $status
    # For a command that was stopped (Ctrl-Z) fish has 0, as if it had ended well.
    if test (__fleetlab_stopped_jobs) -gt $__fleetlab_stopped_before
        __fleetlab_mark D
    else
        __fleetlab_mark "D;$last"
    end
    return $last
end

function __fleetlab_with_status
    return $argv[1]
end

# Again where the learner has made the prompt anew.
function __fleetlab_wrap_prompt
    functions fish_prompt 2>/dev/null | string match -q '*__fleetlab_mark B*'; and return
    functions -e __fleetlab_own_prompt
    functions -q fish_prompt; and functions -c fish_prompt __fleetlab_own_prompt
    function fish_prompt
        set -l last $status
        __fleetlab_mark A
        __fleetlab_with_status $last
        functions -q __fleetlab_own_prompt; and __fleetlab_own_prompt
        __fleetlab_mark B
    end
end
__fleetlab_wrap_prompt
