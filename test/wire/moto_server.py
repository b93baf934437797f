"""Starts moto on a free port of loopback, prints the port, and ends when its standard input does."""

import logging
import os
import sys
import threading
import types

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.iam.exceptions import LimitExceededException
from moto.iam.responses import IamResponse
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    create_backend_app,
)
from werkzeug.serving import make_server

AUDIENCES_OF_A_PROVIDER = 100


def add_client_id(self: IamResponse) -> ActionResult:
    """AddClientIDToOpenIDConnectProvider, which moto 5.2.1 lacks. Idempotent, as the IAM API reference has it."""
    provider = self.backend.get_open_id_connect_provider(
        self._get_param("OpenIDConnectProviderArn")
    )
    client_id = self._get_param("ClientID")
    if client_id not in provider.client_id_list:
        if len(provider.client_id_list) >= AUDIENCES_OF_A_PROVIDER:
            raise LimitExceededException(
                "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"
            )
        provider.client_id_list.append(client_id)
    return EmptyResult()


def remove_client_id(self: IamResponse) -> ActionResult:
    """RemoveClientIDFromOpenIDConnectProvider, which moto 5.2.1 lacks. Idempotent."""
    provider = self.backend.get_open_id_connect_provider(
        self._get_param("OpenIDConnectProviderArn")
    )
    client_id = self._get_param("ClientID")
    if client_id in provider.client_id_list:
        provider.client_id_list.remove(client_id)
    return EmptyResult()


def add_what_is_missing() -> None:
    missing = {
        "add_client_id_to_open_id_connect_provider": add_client_id,
        "remove_client_id_from_open_id_connect_provider": remove_client_id,
    }
    for name, handler in missing.items():
        if hasattr(IamResponse, name):
            sys.exit(f"moto has {name} by now: take it out of moto_server.py.")
        setattr(IamResponse, name, handler)


def stand_in_for_openapi() -> None:
    """moto's CloudFormation imports every service, and API Gateway a package of its own that nothing here needs."""
    package = types.ModuleType("openapi_spec_validator")
    exceptions = types.ModuleType("openapi_spec_validator.validation.exceptions")
    setattr(package, "validate", None)
    setattr(exceptions, "OpenAPIValidationError", ValueError)
    sys.modules[package.__name__] = package
    sys.modules[f"{package.__name__}.validation"] = types.ModuleType("validation")
    sys.modules[exceptions.__name__] = exceptions


def tell_when_stacks_change() -> None:
    """DescribeStacks has the time of the last update, which moto 5.2.1 lacks."""
    from moto.cloudformation.models import ChangeSet

    if hasattr(ChangeSet, "last_updated_time"):
        sys.exit("moto has the time of the last update by now: take it out.")
    apply = ChangeSet.apply

    def apply_and_tell(self: ChangeSet) -> None:
        apply(self)
        if self.change_set_type == "UPDATE":
            setattr(self.stack, "last_updated_time", utcnow())

    setattr(ChangeSet, "apply", apply_and_tell)


def end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    add_what_is_missing()
    stand_in_for_openapi()
    tell_when_stacks_change()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # One request after the other: moto's backends are not safe for threads.
    server = make_server(
        "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app)
    )
    threading.Thread(target=end_with_input, daemon=True).start()
    print(f"PORT {server.server_port}", flush=True)
    server.serve_forever()
