"""What `briefs.store.Store` promises, all of it, as tests."""

from tests.contracts.catalogue_contract import CatalogueContract
from tests.contracts.conversation_contract import ConversationContract
from tests.contracts.intake_contract import IntakeContract
from tests.contracts.search_contract import SearchContract


class StoreContract(IntakeContract, CatalogueContract, SearchContract, ConversationContract):
    """A subclass gives the store in `open`."""
