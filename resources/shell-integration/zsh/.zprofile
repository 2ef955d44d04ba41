if [[ -n $__fleetlab_user_zdotdir ]]; then ZDOTDIR=$__fleetlab_user_zdotdir; else unset ZDOTDIR; fi
[[ -r ${ZDOTDIR:-$HOME}/.zprofile ]] && . "${ZDOTDIR:-$HOME}/.zprofile"
__fleetlab_user_zdotdir=${ZDOTDIR-}
ZDOTDIR=$__fleetlab_folder_of_settings
