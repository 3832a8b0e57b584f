<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>Maru %1</source>
        <translation>Maru %1</translation>
    </message>
    <message>
        <source>Language models on your own computer. Free software under the MIT licence.</source>
        <translation>내 컴퓨터에서 쓰는 언어 모델. MIT 라이선스의 자유 소프트웨어입니다.</translation>
    </message>
    <message>
        <source>Worth adding to a report of a problem.</source>
        <translation>문제를 알릴 때 함께 적어 주세요.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>사용한 소프트웨어</translation>
    </message>
    <message>
        <source>%1, for %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>AddressLine</name>
    <message>
        <source>Keep</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>AttachmentChip</name>
    <message>
        <source>File %1, %2</source>
        <translation>파일 %1, %2</translation>
    </message>
    <message>
        <source>Delete takes it away</source>
        <translation>Delete 키로 뺍니다</translation>
    </message>
    <message>
        <source>Take %1 away</source>
        <translation>%1 빼기</translation>
    </message>
</context>
<context>
    <name>AttachmentView</name>
    <message>
        <source>Put into the message</source>
        <translation>메시지에 넣기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>BlockFrame</name>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>할 일</translation>
    </message>
</context>
<context>
    <name>CatalogueDetailsView</name>
    <message>
        <source>Back to the list</source>
        <translation>목록으로 돌아가기</translation>
    </message>
    <message>
        <source>Its page</source>
        <translation>모델 페이지</translation>
    </message>
    <message>
        <source>The licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>알려진 사실</translation>
    </message>
    <message>
        <source>Files (asking the hub ...)</source>
        <translation>파일 (허브에 묻는 중 ...)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>CatalogueFilters</name>
    <message>
        <source>Find in the catalogue</source>
        <translation>카탈로그에서 찾기</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>모든 언어</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>모든 크기</translation>
    </message>
    <message>
        <source>Up to %1 GB</source>
        <translation>%1 GB까지</translation>
    </message>
    <message>
        <source>Only what runs well here</source>
        <translation>여기서 잘 돌아가는 것만</translation>
    </message>
</context>
<context>
    <name>CatalogueRow</name>
    <message>
        <source>On the shelf</source>
        <translation>라이브러리에 있음</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>다운로드</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세히</translation>
    </message>
</context>
<context>
    <name>CatalogueView</name>
    <message>
        <source>Catalogue</source>
        <translation>카탈로그</translation>
    </message>
    <message>
        <source>Nothing of the list fits these filters</source>
        <translation>이 조건에 맞는 모델이 목록에 없습니다</translation>
    </message>
    <message>
        <source>Allow more, or search the hub.</source>
        <translation>조건을 넓히거나 허브에서 찾으세요.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>%1. Newer lists come from %2.</source>
        <translation>%1. 새 목록은 %2에서 옵니다.</translation>
    </message>
    <message>
        <source>%1. No address for newer lists is set.</source>
        <translation>%1. 새 목록을 받을 주소가 정해져 있지 않습니다.</translation>
    </message>
    <message>
        <source>Change the address</source>
        <translation>주소 바꾸기</translation>
    </message>
    <message>
        <source>Set an address</source>
        <translation>주소 정하기</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>찾는 중 ...</translation>
    </message>
    <message>
        <source>Look for a newer list</source>
        <translation>새 목록 찾기</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>Fake engine: these replies are made up</source>
        <translation>모의 엔진: 이 답변은 지어낸 것입니다</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 선택</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>임시 대화</translation>
    </message>
    <message>
        <source>Temporary: not saved</source>
        <translation>임시 대화: 저장하지 않음</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Saves this conversation</source>
        <translation>이 대화를 저장합니다</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>What shall we talk about?</source>
        <translation>무슨 이야기를 나눌까요?</translation>
    </message>
    <message>
        <source>%1 answers on this computer. Nothing you write leaves it.</source>
        <translation>이 컴퓨터에서 답하는 모델: %1. 쓰신 글은 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>Drop text files to add them to your message</source>
        <translation>텍스트 파일을 놓으면 메시지에 붙입니다</translation>
    </message>
    <message>
        <source>A temporary chat</source>
        <translation>임시 대화</translation>
    </message>
    <message>
        <source>Nothing of it is saved. It is gone when you delete it or close Maru.</source>
        <translation>아무것도 저장하지 않습니다. 지우거나 Maru를 닫으면 사라집니다.</translation>
    </message>
</context>
<context>
    <name>CodeBar</name>
    <message>
        <source>Do not wrap</source>
        <translation>줄 바꿈 안 함</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>줄 바꿈</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>복사함</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Save the code</source>
        <translation>코드 저장</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code in %1</source>
        <translation>%1 코드</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>코드</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n lines</source>
        <translation>
            <numerusform>전체 %n줄 보기</numerusform>
        </translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>줄여 보기</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search actions, conversations and models</source>
        <translation>명령, 대화, 모델 검색</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>검색 결과</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>그런 이름은 없습니다.</translation>
    </message>
</context>
<context>
    <name>ConfirmBox</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>ContextMeterBar</name>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
</context>
<context>
    <name>ContextSlider</name>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>Context of %1 tokens</source>
        <translation>컨텍스트 %1토큰</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1토큰</translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Folder %1, open</source>
        <translation>폴더 %1, 펼침</translation>
    </message>
    <message>
        <source>Folder %1, closed</source>
        <translation>폴더 %1, 접힘</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>폴더 이름</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
</context>
<context>
    <name>ConversationMenu</name>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>고정 풀기</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Out of the archive</source>
        <translation>보관 해제</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>폴더로 옮기기</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>새 폴더</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>폴더 없음</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Keep this conversation</source>
        <translation>이 대화 저장</translation>
    </message>
    <message>
        <source>Saves it, so that it can be pinned, moved and exported</source>
        <translation>저장하면 고정하고 옮기고 내보낼 수 있습니다</translation>
    </message>
</context>
<context>
    <name>DataSection</name>
    <message>
        <source>Open the folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Folder of the models</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>Export all</source>
        <translation>모두 내보내기</translation>
    </message>
    <message>
        <source>One JSON file with every message, branch and version, to keep or to take to another computer.</source>
        <translation>모든 메시지, 갈래, 버전을 담은 JSON 파일 하나로 보관하거나 다른 컴퓨터로 가져갈 수 있습니다.</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Files that Maru, ChatGPT or Claude exported. Nothing that is here is changed.</source>
        <translation>Maru, ChatGPT, Claude에서 내보낸 파일을 가져옵니다. 지금 있는 것은 바뀌지 않습니다.</translation>
    </message>
    <message>
        <source>Import ...</source>
        <translation>가져오기…</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>Removes every trace of the conversations in it, now.</source>
        <translation>휴지통에 있는 대화의 흔적을 지금 모두 지웁니다.</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>휴지통 비우기</translation>
    </message>
    <message>
        <source>Really, for good</source>
        <translation>정말로 완전히</translation>
    </message>
    <message>
        <source>Delete all conversations</source>
        <translation>모든 대화 삭제</translation>
    </message>
    <message>
        <source>Those in the archive and the trash too. Every trace of them is removed: texts, drafts, what search knows, copies.</source>
        <translation>보관함과 휴지통의 대화도 포함됩니다. 글, 초안, 검색 색인, 사본까지 모든 흔적을 지웁니다.</translation>
    </message>
    <message>
        <source>Delete all ...</source>
        <translation>모두 삭제 ...</translation>
    </message>
</context>
<context>
    <name>DetailsPopup</name>
    <message>
        <source>How this reply was made</source>
        <translation>이 답변을 만든 과정</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Write exactly this again</source>
        <translation>똑같이 다시 쓰기</translation>
    </message>
</context>
<context>
    <name>DevicePicker</name>
    <message>
        <source>Asking the drivers ...</source>
        <translation>드라이버에 묻는 중…</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>%1 (in use)</source>
        <translation>%1 (사용 중)</translation>
    </message>
    <message>
        <source>Checking, %1 %</source>
        <translation>확인하는 중, %1%</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>사용</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>지금 확인</translation>
    </message>
</context>
<context>
    <name>DevicesView</name>
    <message>
        <source>Chosen automatically</source>
        <translation>자동으로 선택함</translation>
    </message>
    <message>
        <source>Choose automatically</source>
        <translation>자동으로 선택</translation>
    </message>
</context>
<context>
    <name>DownloadHead</name>
    <message>
        <source>Nothing is being fetched now</source>
        <translation>지금 받고 있는 것이 없습니다</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>속도 제한</translation>
    </message>
    <message>
        <source>As fast as it goes</source>
        <translation>가능한 한 빠르게</translation>
    </message>
    <message>
        <source>At most %1 MB/s</source>
        <translation>최대 %1 MB/s</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>모두 멈추기</translation>
    </message>
    <message>
        <source>Go on with all</source>
        <translation>모두 계속하기</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>대화하기</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>목록에서 빼기</translation>
    </message>
    <message>
        <source>Cancel the download</source>
        <translation>다운로드 취소</translation>
    </message>
    <message>
        <source>This one first</source>
        <translation>이것 먼저</translation>
    </message>
</context>
<context>
    <name>ExportMenu</name>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>What was said, as text</source>
        <translation>대화 내용을 글로</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Everything, with all branches, to import again</source>
        <translation>모든 갈래까지 전부, 다시 가져올 수 있음</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>웹 페이지</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>To print</source>
        <translation>인쇄용</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Suits this computer best</source>
        <translation>이 컴퓨터에 가장 알맞음</translation>
    </message>
    <message>
        <source>Its checksum is not known before</source>
        <translation>체크섬을 미리 알 수 없음</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>자세히 보기</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>다운로드</translation>
    </message>
    <message numerus="yes">
        <source>In %n file(s)</source>
        <translation>
            <numerusform>파일 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this conversation</source>
        <translation>이 대화에서 찾기</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>이전 결과</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>다음 결과</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Welcome to Maru</source>
        <translation>Maru에 오신 것을 환영합니다</translation>
    </message>
    <message>
        <source>Language models answer here, on this computer. Nothing you write leaves it. All that is missing is a model.</source>
        <translation>언어 모델이 이 컴퓨터에서 답합니다. 쓰신 글은 밖으로 나가지 않습니다. 이제 모델만 있으면 됩니다.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>모델 받기</translation>
    </message>
    <message>
        <source>Look for models on this computer</source>
        <translation>이 컴퓨터에서 모델 찾기</translation>
    </message>
    <message>
        <source>Open a .gguf file</source>
        <translation>.gguf 파일 열기</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Other applications have models. They can be used where they are, without a copy.</source>
        <translation>다른 프로그램에 모델이 있습니다. 복사하지 않고 있는 곳에서 그대로 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>No models of other applications were found.</source>
        <translation>다른 프로그램의 모델을 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>사용 중</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>사용하기</translation>
    </message>
    <message>
        <source>Use the models of %1</source>
        <translation>%1의 모델 사용하기</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>FitBadge</name>
    <message>
        <source>Finding out whether it runs here ...</source>
        <translation>여기서 실행되는지 알아보는 중…</translation>
    </message>
</context>
<context>
    <name>FolderMenu</name>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>폴더 없애기</translation>
    </message>
    <message>
        <source>Its conversations stay</source>
        <translation>안의 대화는 남습니다</translation>
    </message>
</context>
<context>
    <name>FolderNameBox</name>
    <message>
        <source>New folder</source>
        <translation>새 폴더</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>폴더 이름</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Maru&apos;s own folder</source>
        <translation>Maru의 폴더</translation>
    </message>
    <message>
        <source>Use these models</source>
        <translation>이 모델들 사용</translation>
    </message>
    <message>
        <source>Take off the shelf</source>
        <translation>라이브러리에서 빼기</translation>
    </message>
</context>
<context>
    <name>FoldersView</name>
    <message>
        <source>On the shelf</source>
        <translation>라이브러리에 있음</translation>
    </message>
    <message>
        <source>Add a folder ...</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Of other applications</source>
        <translation>다른 프로그램의 모델</translation>
    </message>
    <message>
        <source>Models that LM Studio, Jan, GPT4All, Ollama, llama.cpp or Hugging Face keep on this computer can be used where they are. Maru reads them and changes nothing.</source>
        <translation>LM Studio, Jan, GPT4All, Ollama, llama.cpp, Hugging Face가 이 컴퓨터에 둔 모델을 있는 곳에서 그대로 쓸 수 있습니다. Maru는 읽기만 하고 아무것도 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <translation>찾는 중…</translation>
    </message>
    <message>
        <source>Look for them</source>
        <translation>찾아보기</translation>
    </message>
    <message>
        <source>A folder with models</source>
        <translation>모델이 있는 폴더</translation>
    </message>
</context>
<context>
    <name>GeneralSection</name>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Of the window, dates and numbers. Models answer in the language you write in.</source>
        <translation>창의 글, 날짜, 숫자에 쓰는 언어입니다. 모델은 쓰신 언어로 답합니다.</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>데스크톱과 같게</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Desktop follows light and dark as the desktop switches.</source>
        <translation>‘데스크톱’을 고르면 데스크톱이 밝고 어두워질 때 함께 바뀝니다.</translation>
    </message>
    <message>
        <source>The desktop does not say which it prefers: Desktop is light here.</source>
        <translation>데스크톱이 선호하는 테마를 알려 주지 않으므로 ‘데스크톱’은 밝은 테마입니다.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>글자 크기</translation>
    </message>
    <message>
        <source>Of everything in the window, in percent of the desktop&apos;s size. Also by Ctrl and plus, minus or 0.</source>
        <translation>창 전체의 크기이며 데스크톱 글자 크기에 대한 백분율입니다. Ctrl과 +, -, 0 키로도 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>Text size in percent</source>
        <translation>글자 크기(퍼센트)</translation>
    </message>
    <message>
        <source>In the background</source>
        <translation>백그라운드</translation>
    </message>
    <message>
        <source>Notify when a long reply has ended</source>
        <translation>긴 답변이 끝나면 알림</translation>
    </message>
    <message>
        <source>Only while you are looking at something else.</source>
        <translation>다른 창을 보고 있을 때만 알립니다.</translation>
    </message>
    <message>
        <source>Icon in the tray</source>
        <translation>트레이 아이콘</translation>
    </message>
    <message>
        <source>Closing the window then leaves Maru running, ready at once, with its model in memory.</source>
        <translation>창을 닫아도 Maru가 모델을 메모리에 둔 채 계속 실행되어 바로 쓸 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>GenerationRow</name>
    <message>
        <source>random</source>
        <translation>무작위</translation>
    </message>
</context>
<context>
    <name>HistoryActions</name>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>모든 대화 검색</translation>
    </message>
    <message>
        <source>Archive this conversation</source>
        <translation>이 대화 보관</translation>
    </message>
    <message>
        <source>Pin this conversation</source>
        <translation>이 대화 고정</translation>
    </message>
    <message>
        <source>Show the archive</source>
        <translation>보관함 보기</translation>
    </message>
    <message>
        <source>Show the trash</source>
        <translation>휴지통 보기</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>대화 가져오기</translation>
    </message>
    <message>
        <source>Export this conversation</source>
        <translation>이 대화 내보내기</translation>
    </message>
    <message>
        <source>Export all conversations</source>
        <translation>모든 대화 내보내기</translation>
    </message>
    <message>
        <source>Rename this conversation</source>
        <translation>이 대화 이름 바꾸기</translation>
    </message>
    <message>
        <source>Delete this conversation</source>
        <translation>이 대화 삭제</translation>
    </message>
    <message>
        <source>Delete all conversations</source>
        <translation>모든 대화 삭제</translation>
    </message>
</context>
<context>
    <name>HubView</name>
    <message>
        <source>Back to the results</source>
        <translation>검색 결과로 돌아가기</translation>
    </message>
    <message>
        <source>Search %1 for models</source>
        <translation>%1에서 모델 검색</translation>
    </message>
    <message>
        <source>Searching ...</source>
        <translation>검색하는 중…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Repositories</source>
        <translation>저장소</translation>
    </message>
    <message>
        <source>Search the hub</source>
        <translation>허브 검색</translation>
    </message>
    <message>
        <source>Any repository with GGUF files can be used. Type the name of a model above.</source>
        <translation>GGUF 파일이 있는 저장소는 모두 쓸 수 있습니다. 위에 모델 이름을 입력하세요.</translation>
    </message>
    <message>
        <source>This model is given to those who have accepted its terms. Accept them on its page, make an access token there, and keep it in the settings, under Privacy.</source>
        <translation>이 모델은 약관에 동의한 사람만 받을 수 있습니다. 모델 페이지에서 동의하고 액세스 토큰을 만든 다음, 설정의 개인 정보에 저장하세요.</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>모델 페이지 열기</translation>
    </message>
    <message>
        <source>Searched is %1.</source>
        <translation>찾는 곳: %1.</translation>
    </message>
    <message>
        <source>Another hub</source>
        <translation>다른 허브</translation>
    </message>
</context>
<context>
    <name>InspectView</name>
    <message>
        <source>Reading the file ...</source>
        <translation>파일을 읽는 중…</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>보고서 복사</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Tokens with a meaning of their own</source>
        <translation>특별한 뜻이 있는 토큰</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>대화 템플릿</translation>
    </message>
    <message>
        <source>A short conversation, as the model gets it:</source>
        <translation>짧은 대화가 모델에 전해지는 모습:</translation>
    </message>
    <message>
        <source>What the template makes</source>
        <translation>템플릿이 만드는 글</translation>
    </message>
    <message>
        <source>The template itself:</source>
        <translation>템플릿 원문:</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>템플릿</translation>
    </message>
</context>
<context>
    <name>LeftOutLine</name>
    <message>
        <source>The next request leaves out what is above this line</source>
        <translation>다음 요청에서는 이 선 위의 내용이 빠집니다</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Make %1 smaller</source>
        <translation>%1 줄이기</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Back to the models</source>
        <translation>모델로 돌아가기</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>이 컴퓨터</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>카탈로그</translation>
    </message>
    <message>
        <source>Hub</source>
        <translation>허브</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>다운로드</translation>
    </message>
</context>
<context>
    <name>LibraryTabs</name>
    <message>
        <source>Parts of the library</source>
        <translation>라이브러리 항목</translation>
    </message>
</context>
<context>
    <name>LinkCard</name>
    <message>
        <source>This link leads to</source>
        <translation>이 링크의 주소</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>주소 복사</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>브라우저에서 열기</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 - Maru</source>
        <translation>%1 - Maru</translation>
    </message>
    <message>
        <source>Maru</source>
        <translation>Maru</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n conversation(s) for good?</source>
        <translation>
            <numerusform>대화 %n개를 완전히 삭제할까요?</numerusform>
        </translation>
    </message>
    <message>
        <source>That is every conversation, with the archive and the trash. It cannot be undone.</source>
        <translation>보관함과 휴지통까지 모든 대화입니다. 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>모두 삭제</translation>
    </message>
</context>
<context>
    <name>MathBlock</name>
    <message>
        <source>Formula: %1</source>
        <translation>수식: %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copies the source of the formula</source>
        <translation>수식의 원문을 복사합니다</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Previous version</source>
        <translation>이전 버전</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>다음 버전</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>다시 생성</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>고정됨</translation>
    </message>
    <message>
        <source>%1 / %2, %3</source>
        <translation>%1 / %2, %3</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어 쓰기</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>고치기</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>모든 명령</translation>
    </message>
    <message>
        <source>Opens a menu</source>
        <translation>메뉴를 엽니다</translation>
    </message>
</context>
<context>
    <name>MessageDelegate</name>
    <message>
        <source>Your message</source>
        <translation>내 메시지</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>답변</translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>맨 끝으로</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdown으로 복사</translation>
    </message>
    <message>
        <source>Copy as plain text</source>
        <translation>일반 텍스트로 복사</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>고치기</translation>
    </message>
    <message>
        <source>Asks again in a new version</source>
        <translation>새 버전으로 다시 묻습니다</translation>
    </message>
    <message>
        <source>Your words in a new version</source>
        <translation>내가 고친 글을 새 버전으로 둡니다</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>고정 풀기</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>The model always sees it</source>
        <translation>모델이 항상 봅니다</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>이어 쓰기</translation>
    </message>
    <message>
        <source>From where it ended</source>
        <translation>끝난 곳부터</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>다시 생성</translation>
    </message>
    <message>
        <source>Regenerate exactly</source>
        <translation>똑같이 다시 생성</translation>
    </message>
    <message>
        <source>The same model, settings and seed</source>
        <translation>같은 모델, 설정, 시드로</translation>
    </message>
    <message>
        <source>Why was this slow?</source>
        <translation>왜 느렸나요?</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Look inside</source>
        <translation>안을 들여다보기</translation>
    </message>
    <message>
        <source>Make a smaller one ...</source>
        <translation>더 작게 만들기…</translation>
    </message>
    <message>
        <source>Name and notes ...</source>
        <translation>이름과 메모…</translation>
    </message>
    <message>
        <source>Check the whole file</source>
        <translation>파일 전체 확인</translation>
    </message>
    <message>
        <source>Reads all of it, and tells the same files apart from similar ones</source>
        <translation>끝까지 읽어서 같은 파일과 비슷한 파일을 구별합니다</translation>
    </message>
    <message>
        <source>Move to another folder ...</source>
        <translation>다른 폴더로 옮기기…</translation>
    </message>
    <message>
        <source>Take off the shelf</source>
        <translation>라이브러리에서 빼기</translation>
    </message>
    <message>
        <source>The file stays where it is</source>
        <translation>파일은 그대로 남습니다</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>휴지통으로 옮기기</translation>
    </message>
    <message>
        <source>It belongs to another application, which can delete it</source>
        <translation>다른 프로그램의 파일이므로 그 프로그램에서 지울 수 있습니다</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Looking for models ...</source>
        <translation>모델을 찾는 중…</translation>
    </message>
    <message>
        <source>There is no model in %1 yet. Import a .gguf file.</source>
        <translation>%1 폴더에 아직 모델이 없습니다. .gguf 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Use a file where it is ...</source>
        <translation>파일을 있는 곳에서 사용…</translation>
    </message>
    <message>
        <source>Copy a file in ...</source>
        <translation>파일을 복사해 오기…</translation>
    </message>
    <message>
        <source>Use a model where it is</source>
        <translation>모델을 있는 곳에서 사용</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>모델 (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>Copy a model into Maru&apos;s folder</source>
        <translation>모델을 Maru 폴더로 복사</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>%1 answers now.</source>
        <translation>지금 답하는 모델: %1</translation>
    </message>
    <message>
        <source>No model is chosen yet.</source>
        <translation>아직 선택한 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Open the library</source>
        <translation>라이브러리 열기</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Where models run. A change loads the model again.</source>
        <translation>모델을 실행하는 곳입니다. 바꾸면 모델을 다시 불러옵니다.</translation>
    </message>
    <message>
        <source>Layers on the graphics device</source>
        <translation>그래픽 장치에 둘 레이어</translation>
    </message>
    <message>
        <source>A model that is too large for its memory is divided; the rest runs on the processor.</source>
        <translation>그래픽 메모리보다 큰 모델은 나누어 두며, 나머지는 프로세서에서 실행합니다.</translation>
    </message>
    <message>
        <source>As many as fit</source>
        <translation>들어가는 만큼</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>How many tokens of a conversation a model keeps in sight. More takes more memory.</source>
        <translation>모델이 대화에서 한 번에 볼 수 있는 토큰 수입니다. 클수록 메모리를 더 씁니다.</translation>
    </message>
    <message>
        <source>As the model and memory allow</source>
        <translation>모델과 메모리에 맞게</translation>
    </message>
    <message>
        <source>Unload an unused model</source>
        <translation>쓰지 않는 모델 내리기</translation>
    </message>
    <message>
        <source>Gives its memory back. The next message loads it again.</source>
        <translation>메모리를 돌려줍니다. 다음 메시지를 보낼 때 다시 불러옵니다.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>안 함</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>%n분 뒤</numerusform>
        </translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>스레드</translation>
    </message>
    <message>
        <source>Of the processor. More than it has cores make it no faster. A change loads the model again.</source>
        <translation>프로세서의 스레드 수입니다. 코어 수보다 많아도 더 빨라지지 않습니다. 바꾸면 모델을 다시 불러옵니다.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
</context>
<context>
    <name>NotesPopup</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>The name of the file</source>
        <translation>파일의 이름</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>What it is good for</source>
        <translation>어디에 쓰기 좋은지</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
</context>
<context>
    <name>PageHeader</name>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>Back to the conversation</source>
        <translation>대화로 돌아가기</translation>
    </message>
</context>
<context>
    <name>PaletteRow</name>
    <message>
        <source>Conversation</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Settings of this conversation: %1</source>
        <translation>이 대화의 설정: %1</translation>
    </message>
    <message>
        <source>Opens a menu</source>
        <translation>메뉴를 엽니다</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>기본</translation>
    </message>
    <message>
        <source>The settings of the program</source>
        <translation>프로그램의 설정</translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>바꾸기…</translation>
    </message>
    <message>
        <source>System prompt, temperature and all the rest</source>
        <translation>시스템 프롬프트, 온도와 그 밖의 모든 것</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Save as a preset …</source>
        <translation>프리셋으로 저장…</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>이름 바꾸기…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Back to standard</source>
        <translation>기본값으로</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>프리셋 이름</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
</context>
<context>
    <name>PrivacySection</name>
    <message>
        <source>Offline</source>
        <translation>오프라인</translation>
    </message>
    <message>
        <source>Models answer on this computer. Only the catalogue and downloads ever use the network; this forbids them too.</source>
        <translation>모델은 이 컴퓨터에서 답합니다. 네트워크는 카탈로그와 다운로드에만 쓰며, 이 설정을 켜면 그것도 막습니다.</translation>
    </message>
    <message>
        <source>Deleted conversations</source>
        <translation>삭제한 대화</translation>
    </message>
    <message>
        <source>They stay in the trash for so long; then every trace of them is removed.</source>
        <translation>이 기간 동안 휴지통에 두었다가 흔적까지 모두 지웁니다.</translation>
    </message>
    <message>
        <source>Remove at once</source>
        <translation>바로 지우기</translation>
    </message>
    <message numerus="yes">
        <source>Keep for %n day(s)</source>
        <translation>
            <numerusform>%n일 동안 보관</numerusform>
        </translation>
    </message>
    <message>
        <source>Every request ever made</source>
        <translation>지금까지의 모든 요청</translation>
    </message>
</context>
<context>
    <name>ProblemWindow</name>
    <message>
        <source>Maru</source>
        <translation>Maru</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>%1 percent</source>
        <translation>%1퍼센트</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Message  (Enter sends, Shift+Enter for a new line)</source>
        <translation>메시지  (Enter로 보내기, Shift+Enter로 줄 바꾸기)</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>보내기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Adds text files to the message</source>
        <translation>메시지에 텍스트 파일을 붙입니다</translation>
    </message>
    <message>
        <source>Add text files</source>
        <translation>텍스트 파일 붙이기</translation>
    </message>
</context>
<context>
    <name>QuantizeView</name>
    <message>
        <source>A smaller model keeps fewer digits of each of its numbers: it takes less memory, answers faster, and knows a little less.</source>
        <translation>작게 만든 모델은 숫자마다 자릿수를 줄입니다. 메모리를 덜 쓰고 더 빨리 답하지만 조금 덜 정확합니다.</translation>
    </message>
    <message>
        <source>This model is as small as it can be made.</source>
        <translation>이 모델은 더 줄일 수 없습니다.</translation>
    </message>
    <message>
        <source>The best that fits the graphics card</source>
        <translation>그래픽 카드에 들어가는 것 중 가장 좋음</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 중지</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>What was lost</source>
        <translation>잃은 정도</translation>
    </message>
    <message>
        <source>Let both models read a text: the smaller one guesses it a little worse. That is the loss.</source>
        <translation>두 모델에 같은 글을 읽힙니다. 작은 모델이 조금 덜 맞히는데, 그 차이가 잃은 정도입니다.</translation>
    </message>
    <message>
        <source>A text of a page or more</source>
        <translation>한 쪽 이상의 글</translation>
    </message>
    <message>
        <source>Paste a text of a page or more</source>
        <translation>한 쪽 이상의 글을 붙여넣으세요</translation>
    </message>
    <message>
        <source>Measure on this text</source>
        <translation>이 글로 재기</translation>
    </message>
    <message>
        <source>Measure on my conversations</source>
        <translation>내 대화로 재기</translation>
    </message>
</context>
<context>
    <name>RepliesSection</name>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>Low is sober and repeatable, high is varied and risky. 0 always takes the likeliest word.</source>
        <translation>낮으면 차분하고 한결같으며, 높으면 다양하지만 엉뚱할 수 있습니다. 0이면 늘 가장 그럴듯한 낱말을 고릅니다.</translation>
    </message>
    <message>
        <source>Top K</source>
        <translation>Top K</translation>
    </message>
    <message>
        <source>Only so many of the likeliest words are considered.</source>
        <translation>가장 그럴듯한 낱말을 이 수만큼만 살핍니다.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>Top P</translation>
    </message>
    <message>
        <source>Only the likeliest words that together make up this share are considered. 1 is off.</source>
        <translation>확률을 합쳐 이 비율이 될 때까지 그럴듯한 낱말만 살핍니다. 1이면 끕니다.</translation>
    </message>
    <message>
        <source>Min P</source>
        <translation>Min P</translation>
    </message>
    <message>
        <source>Words that are less likely than this share of the likeliest one are left out. 0 is off.</source>
        <translation>가장 그럴듯한 낱말의 확률에 이 비율을 곱한 값보다 낮은 낱말은 뺍니다. 0이면 끕니다.</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>반복 억제</translation>
    </message>
    <message>
        <source>Makes words that were just used less likely. 1 is off.</source>
        <translation>방금 쓴 낱말을 덜 쓰게 합니다. 1이면 끕니다.</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>답변 최대 길이</translation>
    </message>
    <message>
        <source>In tokens; a token is a short word or a part of one.</source>
        <translation>토큰 단위입니다. 토큰은 짧은 낱말이나 그 일부입니다.</translation>
    </message>
    <message>
        <source>Longest reply in tokens</source>
        <translation>답변 최대 길이(토큰)</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>Longest thinking</source>
        <translation>생각 최대 길이</translation>
    </message>
    <message>
        <source>After so many tokens a model that thinks first is led to its answer.</source>
        <translation>먼저 생각하는 모델은 이만큼의 토큰 뒤에 답하도록 이끕니다.</translation>
    </message>
    <message>
        <source>Longest thinking in tokens</source>
        <translation>생각 최대 길이(토큰)</translation>
    </message>
    <message>
        <source>Back to the standard values</source>
        <translation>기본값으로 되돌리기</translation>
    </message>
</context>
<context>
    <name>RepositoryRow</name>
    <message>
        <source>%1 · wants to know who asks</source>
        <translation>%1 · 사용자 확인이 필요함</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>RequestList</name>
    <message>
        <source>Requests</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Maru has never asked anybody for anything.</source>
        <translation>Maru는 아직 어디에도 요청한 적이 없습니다.</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Found</source>
        <translation>검색 결과</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>찾은 것이 없습니다.</translation>
    </message>
</context>
<context>
    <name>SectionList</name>
    <message>
        <source>Sections</source>
        <translation>항목</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>General</source>
        <translation>일반</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>개인정보</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>About</source>
        <translation>정보</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>This conversation</source>
        <translation>이 대화</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>시스템 프롬프트</translation>
    </message>
    <message>
        <source>What the model is told before everything else. It is never left out.</source>
        <translation>모델에 가장 먼저 전하는 말입니다. 절대 빠지지 않습니다.</translation>
    </message>
    <message>
        <source>You are a patient teacher. Answer in Korean.</source>
        <translation>당신은 참을성 있는 선생님입니다. 한국어로 답하세요.</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Hide the finer settings</source>
        <translation>세부 설정 숨기기</translation>
    </message>
    <message>
        <source>Finer settings …</source>
        <translation>세부 설정…</translation>
    </message>
</context>
<context>
    <name>ShelfRow</name>
    <message>
        <source>Reading the file ...</source>
        <translation>파일을 읽는 중…</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>대화하기</translation>
    </message>
    <message>
        <source>More about %1</source>
        <translation>%1 더 보기</translation>
    </message>
</context>
<context>
    <name>ShelfView</name>
    <message>
        <source>Models on this computer</source>
        <translation>이 컴퓨터의 모델</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>아직 모델이 없습니다</translation>
    </message>
    <message>
        <source>Take one from the catalogue, drop a .gguf file here, or add a folder that has some.</source>
        <translation>카탈로그에서 받거나, .gguf 파일을 여기에 놓거나, 모델이 있는 폴더를 추가하세요.</translation>
    </message>
    <message>
        <source>Open the catalogue</source>
        <translation>카탈로그 열기</translation>
    </message>
    <message>
        <source>Move the model to</source>
        <translation>모델을 옮길 곳</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Offline</source>
        <translation>오프라인</translation>
    </message>
    <message numerus="yes">
        <source>Deleted conversations stay here for %n days.</source>
        <translation>
            <numerusform>삭제한 대화는 %n일 동안 여기에 남습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Archived conversations are kept here, out of the way. Search finds them.</source>
        <translation>보관한 대화를 따로 모아 두는 곳입니다. 검색으로 찾을 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>SidebarFoot</name>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
</context>
<context>
    <name>SidebarHead</name>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>모든 대화 검색</translation>
    </message>
    <message>
        <source>End the search</source>
        <translation>검색 끝내기</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>From Maru, ChatGPT or Claude</source>
        <translation>Maru, ChatGPT, Claude에서</translation>
    </message>
    <message>
        <source>Export all</source>
        <translation>모두 내보내기</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>새 임시 대화</translation>
    </message>
    <message>
        <source>Nothing of it is saved</source>
        <translation>아무것도 저장하지 않습니다</translation>
    </message>
</context>
<context>
    <name>SidebarNews</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
</context>
<context>
    <name>TableBlock</name>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdown으로 복사</translation>
    </message>
    <message>
        <source>Copy for a spreadsheet</source>
        <translation>스프레드시트용으로 복사</translation>
    </message>
</context>
<context>
    <name>ThemeSwitch</name>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>데스크톱</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
</context>
<context>
    <name>ThinkingBlock</name>
    <message>
        <source>Hide what was thought</source>
        <translation>생각한 내용 접기</translation>
    </message>
    <message>
        <source>Show what was thought</source>
        <translation>생각한 내용 펼치기</translation>
    </message>
</context>
<context>
    <name>ThinkingSwitch</name>
    <message>
        <source>Think, up to %L1 tokens</source>
        <translation>생각하기, 최대 %L1토큰</translation>
    </message>
    <message>
        <source>Thinking off</source>
        <translation>생각 끔</translation>
    </message>
    <message>
        <source>Thinking, up to %L1 tokens</source>
        <translation>생각 켬, 최대 %L1토큰</translation>
    </message>
    <message>
        <source>Thinking on</source>
        <translation>생각 켬</translation>
    </message>
    <message>
        <source>Opens a menu</source>
        <translation>메뉴를 엽니다</translation>
    </message>
    <message>
        <source>Answer at once</source>
        <translation>바로 답하기</translation>
    </message>
    <message>
        <source>Think first</source>
        <translation>먼저 생각하기</translation>
    </message>
    <message>
        <source>Slower, and better at hard questions</source>
        <translation>느리지만 어려운 질문에 강합니다</translation>
    </message>
</context>
<context>
    <name>TokenRow</name>
    <message>
        <source>Access token</source>
        <translation>액세스 토큰</translation>
    </message>
    <message>
        <source>For models whose terms you have accepted at %1. It is sent only there.</source>
        <translation>%1에서 약관에 동의한 모델을 받을 때 씁니다. 그곳에만 보냅니다.</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Keep it in a file</source>
        <translation>파일에 저장</translation>
    </message>
</context>
<context>
    <name>TransferDialogs</name>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Export all into a folder</source>
        <translation>폴더에 모두 내보내기</translation>
    </message>
    <message>
        <source>Import conversations</source>
        <translation>대화 가져오기</translation>
    </message>
    <message>
        <source>Conversations (*.json)</source>
        <translation>대화 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
</context>
<context>
    <name>TrashMenu</name>
    <message>
        <source>Restore</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>완전히 삭제</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Maru</source>
        <translation>Maru</translation>
    </message>
    <message>
        <source>Show Maru</source>
        <translation>Maru 보기</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
</context>
<context>
    <name>ViewActions</name>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>글자 크게</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>글자 작게</translation>
    </message>
    <message>
        <source>Standard text size</source>
        <translation>기본 글자 크기</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>밝은 테마</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>어두운 테마</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>데스크톱 테마</translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message>
        <source>End the selection</source>
        <translation>선택 끝내기</translation>
    </message>
    <message>
        <source>Back to all conversations</source>
        <translation>모든 대화로 돌아가기</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n개 선택</numerusform>
        </translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>휴지통</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>보관</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>꺼내기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Really, for good</source>
        <translation>정말로 완전히</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>비우기</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>새 대화</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>다음 대화</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>이전 대화</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Another reply</source>
        <translation>다른 답변 받기</translation>
    </message>
    <message>
        <source>Copy the last reply</source>
        <translation>마지막 답변 복사</translation>
    </message>
    <message>
        <source>Copy the last code</source>
        <translation>마지막 코드 복사</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>Back to the conversation</source>
        <translation>대화로 돌아가기</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>명령 팔레트</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>키보드 단축키</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>대화 목록 보이기/숨기기</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>메시지 쓰기</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>이 대화에서 찾기</translation>
    </message>
    <message>
        <source>New temporary chat</source>
        <translation>새 임시 대화</translation>
    </message>
    <message>
        <source>Keep this temporary chat</source>
        <translation>이 임시 대화 저장</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
</context>
<context>
    <name>maru</name>
    <message>
        <source>You</source>
        <translation>나</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>답변</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>대화</translation>
    </message>
</context>
<context>
    <name>maru::AboutInfo</name>
    <message>
        <source>the window</source>
        <translation>창</translation>
    </message>
    <message>
        <source>conversations and search</source>
        <translation>대화와 검색</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>formulas</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>colours of code</source>
        <translation>코드 색칠</translation>
    </message>
    <message>
        <source>the engine on the processor</source>
        <translation>프로세서용 엔진</translation>
    </message>
    <message>
        <source>the engine on graphics devices</source>
        <translation>그래픽 장치용 엔진</translation>
    </message>
    <message>
        <source>checksums and encrypted connections</source>
        <translation>체크섬과 암호화 연결</translation>
    </message>
    <message>
        <source>names of models</source>
        <translation>모델 식별</translation>
    </message>
    <message>
        <source>model metadata</source>
        <translation>모델 메타데이터</translation>
    </message>
    <message>
        <source>errors as values</source>
        <translation>오류 처리</translation>
    </message>
</context>
<context>
    <name>maru::AttachmentList</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln줄</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” does not lie on this computer.</source>
        <translation>‘%1’: 이 컴퓨터에 있는 파일이 아닙니다.</translation>
    </message>
    <message numerus="yes">
        <source>A message can carry %Ln file(s) at most.</source>
        <translation>
            <numerusform>메시지 하나에 파일을 %Ln개까지 붙일 수 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>붙여넣은 글</translation>
    </message>
</context>
<context>
    <name>maru::CatalogueController</name>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>모델 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>list number %1</source>
        <translation>목록 번호 %1</translation>
    </message>
</context>
<context>
    <name>maru::CatalogueDetails</name>
    <message>
        <source>%1 at %2</source>
        <translation>%2의 %1</translation>
    </message>
    <message>
        <source>%1; the same at %2</source>
        <translation>%1, 같은 것: %2</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>만든 곳</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>생각하기</translation>
    </message>
    <message>
        <source>Can think before it answers</source>
        <translation>답하기 전에 생각할 수 있음</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Longest context</source>
        <translation>가장 긴 컨텍스트</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>토큰 %1개</translation>
    </message>
    <message>
        <source>Memory of a token</source>
        <translation>토큰 하나의 메모리</translation>
    </message>
    <message>
        <source>Files from</source>
        <translation>파일 출처</translation>
    </message>
    <message>
        <source>A conversation of %1 tokens takes up to %2 of memory beside the model.</source>
        <translation>토큰 %1개의 대화는 모델 외에 메모리를 최대 %2 씁니다.</translation>
    </message>
</context>
<context>
    <name>maru::CatalogueFilesModel</name>
    <message>
        <source>about %1</source>
        <translation>약 %1</translation>
    </message>
</context>
<context>
    <name>maru::CatalogueModel</name>
    <message>
        <source>%1 M</source>
        <translation>%1M</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1B</translation>
    </message>
    <message>
        <source>Runs well here</source>
        <translation>여기서 잘 실행됨</translation>
    </message>
    <message>
        <source>Runs here, partly on the processor</source>
        <translation>여기서 실행됨, 일부는 프로세서에서</translation>
    </message>
    <message>
        <source>Runs here on the processor</source>
        <translation>여기 프로세서에서 실행됨</translation>
    </message>
    <message>
        <source>Too large for this computer</source>
        <translation>이 컴퓨터에는 너무 큼</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>약 %1</translation>
    </message>
</context>
<context>
    <name>maru::ChatController</name>
    <message>
        <source>%1 Nothing is lost: Maru keeps what is new in memory, and saves it as soon as it can. Leave Maru open until then.</source>
        <translation>%1 잃은 것은 없습니다. 새 내용은 메모리에 두었다가 가능해지는 대로 저장합니다. 그때까지 Maru를 닫지 마세요.</translation>
    </message>
    <message>
        <source>Something could not be saved. %1</source>
        <translation>저장하지 못한 것이 있습니다. %1</translation>
    </message>
    <message>
        <source>There is no reply to this yet.</source>
        <translation>아직 답변이 없습니다.</translation>
    </message>
    <message>
        <source>“%1” was deleted</source>
        <translation>‘%1’ 대화를 삭제했습니다</translation>
    </message>
    <message>
        <source>There is no model to answer. Choose one, or import a .gguf file.</source>
        <translation>답할 모델이 없습니다. 모델을 고르거나 .gguf 파일을 가져오세요.</translation>
    </message>
    <message>
        <source>You edit a message. The old one and what followed it stay as another version.</source>
        <translation>메시지를 고치고 있습니다. 이전 메시지와 그 뒤의 대화는 다른 버전으로 남습니다.</translation>
    </message>
    <message>
        <source>You edit what the model wrote. The old text stays as another version.</source>
        <translation>모델이 쓴 글을 고치고 있습니다. 이전 글은 다른 버전으로 남습니다.</translation>
    </message>
</context>
<context>
    <name>maru::ChatOptions</name>
    <message>
        <source>Own settings</source>
        <translation>직접 설정</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>기본</translation>
    </message>
</context>
<context>
    <name>maru::CodeText</name>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>쓰지 못했습니다: %1 (%2)</translation>
    </message>
</context>
<context>
    <name>maru::ContextMeter</name>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>~%1</source>
        <translation>약 %1</translation>
    </message>
    <message>
        <source>The next request takes %1%L2 of %L3 tokens.</source>
        <translation>다음 요청의 크기: %1%L2 / %L3토큰</translation>
    </message>
    <message>
        <source>about </source>
        <translation>약 </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) at the beginning no longer fit and will be left out. Pin what the model must see.</source>
        <translation>
            <numerusform>앞쪽 메시지 %Ln개가 들어가지 않아 빠집니다. 모델이 꼭 보아야 할 것은 고정하세요.</numerusform>
        </translation>
    </message>
    <message>
        <source>Even what is never left out is too long: shorten it, or unpin messages.</source>
        <translation>빠지지 않는 부분만으로도 너무 깁니다. 줄이거나 메시지 고정을 푸세요.</translation>
    </message>
</context>
<context>
    <name>maru::ConversationModel</name>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>오늘</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>어제</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Temporary chat</source>
        <translation>임시 대화</translation>
    </message>
</context>
<context>
    <name>maru::DeviceModel</name>
    <message>
        <source>Cannot be used</source>
        <translation>사용할 수 없음</translation>
    </message>
    <message>
        <source>Cannot be used: %1</source>
        <translation>사용할 수 없음: %1</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>현재: %1</translation>
    </message>
    <message>
        <source>The fastest device that works</source>
        <translation>쓸 수 있는 가장 빠른 장치</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>그래픽 카드</translation>
    </message>
    <message>
        <source>Graphics of the processor</source>
        <translation>프로세서 내장 그래픽</translation>
    </message>
    <message>
        <source>Graphics in software, slow</source>
        <translation>소프트웨어 그래픽, 느림</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>프로세서</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
</context>
<context>
    <name>maru::DevicesController</name>
    <message>
        <source>Graphics card</source>
        <translation>그래픽 카드</translation>
    </message>
    <message>
        <source>Graphics of the processor</source>
        <translation>프로세서 내장 그래픽</translation>
    </message>
    <message>
        <source>Graphics in software, slow</source>
        <translation>소프트웨어 그래픽, 느림</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>프로세서</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%2 중 %1 남음</translation>
    </message>
    <message>
        <source>Reads 4-bit weights at %1 GB a second</source>
        <translation>4비트 가중치를 초당 %1GB 읽음</translation>
    </message>
    <message>
        <source>Maru does not use it: it computes wrong numbers. A newer driver may help.</source>
        <translation>계산이 틀려서 Maru가 쓰지 않습니다. 새 드라이버로 해결될 수 있습니다.</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>사용할 수 없음</translation>
    </message>
    <message>
        <source>Cannot be used: %1</source>
        <translation>사용할 수 없음: %1</translation>
    </message>
    <message>
        <source>Chosen automatically: the fastest device that works</source>
        <translation>자동 선택: 제대로 동작하는 가장 빠른 장치</translation>
    </message>
    <message>
        <source>Works, but is never chosen automatically</source>
        <translation>동작하지만 자동으로 선택하지 않음</translation>
    </message>
    <message>
        <source>Works; another device is faster</source>
        <translation>동작함, 더 빠른 장치가 있음</translation>
    </message>
    <message>
        <source>Not checked yet: this happens before a model is loaded on it</source>
        <translation>아직 확인하지 않음: 모델을 불러오기 전에 확인합니다</translation>
    </message>
    <message>
        <source>Checked on %1: the faster instructions compute wrong numbers, so Maru uses %2</source>
        <translation>%1 확인: 빠른 명령의 계산이 틀려서 %2 명령을 사용합니다</translation>
    </message>
    <message numerus="yes">
        <source>Checked on %1: all %n kernel(s) compute right</source>
        <translation>
            <numerusform>%1 확인: 커널 %n개의 계산이 모두 맞음</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Checked on %1: %2 of %n kernel(s) compute wrong numbers (%3)</source>
        <translation>
            <numerusform>%1 확인: 커널 %n개 중 %2개의 계산이 틀림 (%3)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::DownloadController</name>
    <message numerus="yes">
        <source>%n downloads</source>
        <translation>
            <numerusform>다운로드 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/초</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
</context>
<context>
    <name>maru::DownloadNotice</name>
    <message>
        <source>The model is here: you can chat with it now.</source>
        <translation>모델을 받았습니다. 이제 대화할 수 있습니다.</translation>
    </message>
    <message>
        <source>A download</source>
        <translation>다운로드</translation>
    </message>
</context>
<context>
    <name>maru::DownloadText</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/초</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>기다리는 중</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결하는 중</translation>
    </message>
    <message>
        <source>Trying again, %1</source>
        <translation>다시 시도하는 중, %1</translation>
    </message>
    <message>
        <source>Paused, %1</source>
        <translation>일시 중지, %1</translation>
    </message>
    <message>
        <source>Checking, %1</source>
        <translation>확인하는 중, %1</translation>
    </message>
    <message>
        <source>Done, checksum right, %1</source>
        <translation>완료, 체크섬 일치, %1</translation>
    </message>
    <message>
        <source>Done, no checksum known, %1</source>
        <translation>완료, 알려진 체크섬 없음, %1</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <translation>중지됨, %1</translation>
    </message>
</context>
<context>
    <name>maru::ErrorText</name>
    <message>
        <source>Something failed. Try again; if it fails again, please report it.</source>
        <translation>문제가 생겼습니다. 다시 시도해 보고, 또 실패하면 알려 주세요.</translation>
    </message>
    <message>
        <source>Something failed: %1. Try again; if it fails again, please report it.</source>
        <translation>문제가 생겼습니다: %1. 다시 시도해 보고, 또 실패하면 알려 주세요.</translation>
    </message>
    <message>
        <source>The graphics device</source>
        <translation>그래픽 장치</translation>
    </message>
    <message>
        <source>The file %1 is not there any more. Put it back, or choose another model.</source>
        <translation>파일이 더 이상 없습니다: %1. 되돌려 놓거나 다른 모델을 선택하세요.</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2). Check that it is a file and that you may read it.</source>
        <translation>읽을 수 없습니다: %1 (%2). 파일이 맞는지, 읽을 권한이 있는지 확인하세요.</translation>
    </message>
    <message>
        <source>%1 is empty. Download or copy it again.</source>
        <translation>빈 파일입니다: %1. 다시 내려받거나 복사하세요.</translation>
    </message>
    <message>
        <source>%1 is not a model that Maru can read. Choose a .gguf file.</source>
        <translation>Maru가 읽을 수 있는 모델이 아닙니다: %1. .gguf 파일을 선택하세요.</translation>
    </message>
    <message>
        <source>This file is GGUF version %1; Maru reads versions 2 and 3. Get a newer file of this model.</source>
        <translation>이 파일은 GGUF 버전 %1입니다. Maru는 버전 2와 3을 읽습니다. 이 모델의 더 새로운 파일을 구하세요.</translation>
    </message>
    <message>
        <source>The model file is cut short (%1). Download or copy it again.</source>
        <translation>모델 파일이 중간에 끊겼습니다 (%1). 다시 내려받거나 복사하세요.</translation>
    </message>
    <message>
        <source>The model file is damaged (%1). Download or copy it again.</source>
        <translation>모델 파일이 손상되었습니다 (%1). 다시 내려받거나 복사하세요.</translation>
    </message>
    <message>
        <source>This model is split over %1 files, and not all of them fit together (%2). Put all of its parts into one folder, under their own names.</source>
        <translation>이 모델은 파일 %1개로 나뉘어 있는데 서로 맞지 않는 것이 있습니다 (%2). 모든 조각을 원래 이름 그대로 한 폴더에 두세요.</translation>
    </message>
    <message>
        <source>The disk is full: %1 could not be written. Free some space and try again.</source>
        <translation>디스크가 가득 차서 쓰지 못했습니다: %1. 공간을 비우고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>%1 cannot be written. Make it writable, or start Maru with --data-dir and another folder.</source>
        <translation>쓸 수 없습니다: %1. 쓸 수 있게 바꾸거나, --data-dir로 다른 폴더를 지정해 Maru를 시작하세요.</translation>
    </message>
    <message>
        <source>Maru cannot run models of the family &quot;%1&quot; yet. Choose another model.</source>
        <translation>Maru는 아직 ‘%1’ 계열 모델을 실행하지 못합니다. 다른 모델을 선택하세요.</translation>
    </message>
    <message>
        <source>Maru cannot run weights of the type %1 (tensor %2). Get this model in another format, Q4_K_M for instance.</source>
        <translation>Maru는 %1 형식의 가중치를 실행하지 못합니다 (텐서 %2). 이 모델을 Q4_K_M 같은 다른 형식으로 구하세요.</translation>
    </message>
    <message>
        <source>The weights in %2 have lost their digits already (%1). Take a file of this model in F32, F16, BF16 or Q8_0.</source>
        <translation>%2의 가중치는 이미 정밀도를 잃었습니다 (%1). 이 모델의 F32, F16, BF16, Q8_0 파일을 쓰세요.</translation>
    </message>
    <message>
        <source>The model file lacks the entry %1. Get another file of this model.</source>
        <translation>모델 파일에 %1 항목이 없습니다. 이 모델의 다른 파일을 구하세요.</translation>
    </message>
    <message>
        <source>The entry %1 has a value that does not fit: %2. Get another file of this model, or correct the setting.</source>
        <translation>%1 항목의 값이 맞지 않습니다: %2. 이 모델의 다른 파일을 구하거나 설정을 고치세요.</translation>
    </message>
    <message>
        <source>The model file lacks the tensor %1. Get another file of this model.</source>
        <translation>모델 파일에 %1 텐서가 없습니다. 이 모델의 다른 파일을 구하세요.</translation>
    </message>
    <message>
        <source>The tensor %1 does not fit the model (%2). Get another file of this model.</source>
        <translation>%1 텐서가 모델과 맞지 않습니다 (%2). 이 모델의 다른 파일을 구하세요.</translation>
    </message>
    <message>
        <source>Maru does not know the tokenizer &quot;%1&quot; of this model. Choose another model.</source>
        <translation>Maru가 모르는 토크나이저를 쓰는 모델입니다: ‘%1’. 다른 모델을 선택하세요.</translation>
    </message>
    <message>
        <source>The vocabulary of the model is damaged (%1). Download the file again.</source>
        <translation>모델의 어휘가 손상되었습니다 (%1). 파일을 다시 내려받으세요.</translation>
    </message>
    <message>
        <source>The chat template of this model fails in line %1 (%2). Get another file of this model.</source>
        <translation>이 모델의 대화 템플릿이 %1번째 줄에서 실패합니다 (%2). 이 모델의 다른 파일을 구하세요.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template refuses this conversation: %1. Change it, or start a new one.</source>
        <translation>모델의 대화 템플릿이 이 대화를 받아들이지 않습니다: %1. 대화를 고치거나 새로 시작하세요.</translation>
    </message>
    <message>
        <source>The chat template of this model used too much (%1) and was stopped. Get another file of this model.</source>
        <translation>이 모델의 대화 템플릿이 한도를 넘어 (%1) 중지했습니다. 이 모델의 다른 파일을 구하세요.</translation>
    </message>
    <message>
        <source>This conversation has %1 tokens; the model has room for %2. Shorten the message, or start a new conversation.</source>
        <translation>이 대화는 %1토큰인데 모델에는 %2토큰까지 들어갑니다. 메시지를 줄이거나 새 대화를 시작하세요.</translation>
    </message>
    <message>
        <source>The model&apos;s room of %1 tokens is full. Start a new conversation to go on.</source>
        <translation>모델의 %1토큰 공간이 가득 찼습니다. 계속하려면 새 대화를 시작하세요.</translation>
    </message>
    <message>
        <source>with %1 layers on the graphics device</source>
        <translation>그래픽 장치에 레이어 %1개를 두거나</translation>
    </message>
    <message>
        <source>with a context of %1 tokens</source>
        <translation>컨텍스트를 %1토큰으로 하거나</translation>
    </message>
    <message>
        <source>with a compressed context (%1)</source>
        <translation>컨텍스트를 압축하거나 (%1)</translation>
    </message>
    <message>
        <source>in the format %1</source>
        <translation>%1 형식으로 바꾸면</translation>
    </message>
    <message>
        <source>%1 are missing.</source>
        <translation>%1 부족합니다.</translation>
    </message>
    <message>
        <source>The model would fit %1.</source>
        <translation>모델을 실행할 수 있는 방법: %1.</translation>
    </message>
    <message>
        <source>, or </source>
        <translation>, 또는 </translation>
    </message>
    <message>
        <source>There is not enough memory: %1 are needed, %2 are free.</source>
        <translation>메모리가 부족합니다. 필요: %1, 남음: %2.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>다른 프로그램을 닫거나 더 작은 모델을 선택하세요.</translation>
    </message>
    <message>
        <source>There is not enough memory on %3: %1 are needed, %2 are free.</source>
        <translation>%3의 메모리가 부족합니다. 필요: %1, 남음: %2.</translation>
    </message>
    <message>
        <source>Choose a smaller model, or use the processor.</source>
        <translation>더 작은 모델을 선택하거나 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>The graphics device cannot be used: Vulkan is missing (%1). Install the graphics driver, or use the processor.</source>
        <translation>그래픽 장치를 쓸 수 없습니다. Vulkan이 없습니다 (%1). 그래픽 드라이버를 설치하거나 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>The graphics device that was chosen (%1) is not there. Choose another device, or use the processor.</source>
        <translation>선택한 그래픽 장치(%1)가 없습니다. 다른 장치를 선택하거나 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>The driver of %1 failed (%2). Update it, or use the processor.</source>
        <translation>%1의 드라이버에 문제가 생겼습니다 (%2). 드라이버를 업데이트하거나 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>%1 stopped answering. What was written until then is kept. Try again, or use the processor.</source>
        <translation>%1 장치가 응답을 멈췄습니다. 그때까지 쓴 내용은 남아 있습니다. 다시 시도하거나 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>%1 cannot run this model (%2). Use the processor.</source>
        <translation>%1에서는 이 모델을 실행할 수 없습니다 (%2). 프로세서를 사용하세요.</translation>
    </message>
    <message>
        <source>Another Maru is using %1. Go to its window, or close it and try again. To run a second one beside it, start it with --data-dir and another folder.</source>
        <translation>다른 Maru가 쓰고 있습니다: %1. 그 창으로 가거나, 닫고 다시 시도하세요. 두 개를 함께 쓰려면 --data-dir로 다른 폴더를 지정해 시작하세요.</translation>
    </message>
    <message>
        <source>The conversations in %1 cannot be read: the file is damaged. Maru has not changed it. Put a backup in its place, or move the file away to start with an empty one.</source>
        <translation>대화 파일이 손상되어 읽을 수 없습니다: %1. Maru는 이 파일을 바꾸지 않았습니다. 백업으로 바꾸거나, 파일을 다른 곳으로 옮기면 빈 상태로 시작합니다.</translation>
    </message>
    <message>
        <source>The conversations in %1 were written by a newer Maru (format %2). Update Maru. Nothing was changed.</source>
        <translation>더 새로운 Maru가 쓴 대화입니다: %1 (형식 %2). Maru를 업데이트하세요. 아무것도 바꾸지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 %2. See maru --help.</source>
        <translation>%1 %2. maru --help를 보세요.</translation>
    </message>
    <message>
        <source>%1 is not there yet. Leave it out.</source>
        <translation>%1: 아직 없는 옵션입니다. 빼고 실행하세요.</translation>
    </message>
    <message>
        <source>The grammar cannot be read, line %1, column %2: %3. Correct it and try again.</source>
        <translation>문법을 읽을 수 없습니다. %1번째 줄, %2번째 칸: %3. 고치고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The JSON schema cannot be followed, at %1: %2. Correct it and try again.</source>
        <translation>JSON 스키마를 따를 수 없습니다. %1: %2. 고치고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>It was stopped. Try again when you like.</source>
        <translation>중지했습니다. 원할 때 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Maru is offline: %1 was not asked. Switch Offline off in the settings to allow it.</source>
        <translation>Maru가 오프라인 상태라 %1에 연결하지 않았습니다. 연결하려면 설정에서 오프라인을 끄세요.</translation>
    </message>
    <message>
        <source>%1 cannot be reached (%2). Check the network, then try again.</source>
        <translation>%1에 연결할 수 없습니다 (%2). 네트워크를 확인하고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>%1 could not prove that it is %1 (%2). Check the clock of this computer and the address; nothing was taken from it.</source>
        <translation>%1의 신원을 확인할 수 없습니다 (주소 %1, %2). 이 컴퓨터의 시계와 주소를 확인하세요. 아무것도 받지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 stopped sending. Try again; what has arrived is kept.</source>
        <translation>%1에서 전송을 멈췄습니다. 다시 시도하세요. 받은 부분은 남아 있습니다.</translation>
    </message>
    <message>
        <source>%1 answered with the error %2. Try again later.</source>
        <translation>%1에서 오류 %2로 답했습니다. 나중에 다시 시도하세요.</translation>
    </message>
    <message>
        <source>%1 gives this only to those it knows. Accept the model&apos;s terms on its page there, and put your access token into the settings.</source>
        <translation>%1에서는 확인된 사용자에게만 제공합니다. 그곳의 모델 페이지에서 약관에 동의하고, 설정에 액세스 토큰을 넣으세요.</translation>
    </message>
    <message>
        <source>%1 does not have this file any more. Search for the model again.</source>
        <translation>%1에 이 파일이 더 이상 없습니다. 모델을 다시 찾아보세요.</translation>
    </message>
    <message>
        <source>%1 is too busy now. Wait some minutes, then go on; what has arrived is kept.</source>
        <translation>%1에 지금 요청이 너무 많습니다. 몇 분 뒤에 이어서 받으세요. 받은 부분은 남아 있습니다.</translation>
    </message>
    <message>
        <source>%1 points to an address that Maru does not follow (%2). Try another source for this file.</source>
        <translation>%1에서 Maru가 따라가지 않는 주소를 가리킵니다 (%2). 이 파일을 다른 곳에서 받아 보세요.</translation>
    </message>
    <message>
        <source>%1 sent something that makes no sense (%2). Check the address, or try again later.</source>
        <translation>%1에서 알 수 없는 내용을 보냈습니다 (%2). 주소를 확인하거나 나중에 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The file %1 was changed on the server. Remove this download and start it again.</source>
        <translation>서버의 파일이 바뀌었습니다: %1. 이 다운로드를 지우고 다시 시작하세요.</translation>
    </message>
    <message>
        <source>What arrived as %1 is not the file that was promised: its checksum differs. It was not kept; try again, or choose another source.</source>
        <translation>받은 파일 %1의 체크섬이 약속된 것과 다릅니다. 저장하지 않았습니다. 다시 시도하거나 다른 곳에서 받으세요.</translation>
    </message>
    <message>
        <source>The file name &quot;%1&quot; is not safe to use. Nothing was saved; choose another file.</source>
        <translation>안전하지 않은 파일 이름입니다: ‘%1’. 아무것도 저장하지 않았습니다. 다른 파일을 선택하세요.</translation>
    </message>
    <message>
        <source>The new list of models cannot be read (%1). The old one is kept; update Maru if this stays so.</source>
        <translation>새 모델 목록을 읽을 수 없습니다 (%1). 이전 목록을 그대로 씁니다. 계속되면 Maru를 업데이트하세요.</translation>
    </message>
    <message>
        <source>The new list of models is not signed as it must be (%1). The old one is kept; try again later.</source>
        <translation>새 모델 목록의 서명이 올바르지 않습니다 (%1). 이전 목록을 그대로 씁니다. 나중에 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The access token could not be kept (%1). Unlock the keyring of your desktop, then try again.</source>
        <translation>액세스 토큰을 보관하지 못했습니다 (%1). 데스크톱의 키링을 열고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Use the processor</source>
        <translation>프로세서 사용</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>모델 선택</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>새 대화</translation>
    </message>
</context>
<context>
    <name>maru::FakeEngine</name>
    <message>
        <source>Fake model</source>
        <translation>모의 모델</translation>
    </message>
</context>
<context>
    <name>maru::FindController</name>
    <message>
        <source>No hit</source>
        <translation>결과 없음</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
</context>
<context>
    <name>maru::FitQuestion</name>
    <message>
        <source>about %1 tokens a second</source>
        <translation>초당 약 %1토큰</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>들어감</translation>
    </message>
    <message>
        <source>Runs on %1 with %2 context</source>
        <translation>%1에서 컨텍스트 %2로 실행됨</translation>
    </message>
    <message>
        <source>Partly on the processor</source>
        <translation>일부는 프로세서에서</translation>
    </message>
    <message>
        <source>%1 of %2 layers on %3 with %4 context, the rest on the processor</source>
        <translation>레이어 %2개 중 %1개는 %3, 나머지는 프로세서에서 (컨텍스트 %4)</translation>
    </message>
    <message>
        <source>Runs on the processor with %1 context</source>
        <translation>프로세서에서 컨텍스트 %1로 실행됨</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>너무 큼</translation>
    </message>
    <message>
        <source>Needs %1 more memory with %2 context</source>
        <translation>컨텍스트 %2에 메모리가 %1 더 필요함</translation>
    </message>
    <message>
        <source>%1 (an estimate)</source>
        <translation>%1 (어림)</translation>
    </message>
</context>
<context>
    <name>maru::HistoryController</name>
    <message numerus="yes">
        <source>The file of conversations was damaged. %n messages could be read and are here.</source>
        <translation>
            <numerusform>대화 파일이 손상되었습니다. 읽을 수 있는 메시지 %n개를 되살렸습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n messages the conversation is lost: they are in new ones.</source>
        <translation>
            <numerusform>메시지 %n개는 원래 대화를 잃어 새 대화에 넣었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>The damaged file was kept: %1</source>
        <translation>손상된 파일을 보관했습니다: %1</translation>
    </message>
    <message>
        <source>All conversations are deleted.</source>
        <translation>모든 대화를 삭제했습니다.</translation>
    </message>
</context>
<context>
    <name>maru::HubController</name>
    <message>
        <source>This is no access token: it has characters that tokens do not have. Copy it again.</source>
        <translation>액세스 토큰이 아닙니다. 토큰에 없는 문자가 있습니다. 다시 복사하세요.</translation>
    </message>
</context>
<context>
    <name>maru::HubSearchModel</name>
    <message>
        <source>%1 downloads</source>
        <translation>다운로드 %1회</translation>
    </message>
    <message>
        <source>%1 likes</source>
        <translation>좋아요 %1개</translation>
    </message>
    <message>
        <source>updated %1</source>
        <translation>%1 업데이트</translation>
    </message>
</context>
<context>
    <name>maru::InspectController</name>
    <message>
        <source>The file is whole in its structure, and Maru can run this model.</source>
        <translation>파일 구조가 온전하며 Maru가 이 모델을 실행할 수 있습니다.</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>템플릿</translation>
    </message>
    <message>
        <source>What it makes</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>What is wrong with it</source>
        <translation>잘못된 점</translation>
    </message>
</context>
<context>
    <name>maru::InstalledModelList</name>
    <message>
        <source>The same file as %1 in %2</source>
        <translation>%2의 %1 파일과 같습니다</translation>
    </message>
    <message>
        <source>Looks the same as %1 in %2</source>
        <translation>%2의 %1 파일과 같아 보입니다</translation>
    </message>
</context>
<context>
    <name>maru::LibraryController</name>
    <message>
        <source>It could not be moved to the trash. Delete %1 in the file manager.</source>
        <translation>휴지통으로 옮기지 못했습니다. 파일 관리자에서 삭제하세요: %1</translation>
    </message>
    <message>
        <source>Moving %1</source>
        <translation>옮기는 중: %1</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>확인하는 중: %1</translation>
    </message>
    <message>
        <source>Copying %1</source>
        <translation>복사하는 중: %1</translation>
    </message>
</context>
<context>
    <name>maru::MessageModel</name>
    <message>
        <source>edited by you</source>
        <translation>직접 고침</translation>
    </message>
    <message>
        <source>continued</source>
        <translation>이어 씀</translation>
    </message>
    <message>
        <source>first version</source>
        <translation>첫 버전</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>고침</translation>
    </message>
    <message>
        <source>regenerated</source>
        <translation>다시 생성함</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>중지됨</translation>
    </message>
    <message>
        <source>Interrupted: Maru ended while this was written</source>
        <translation>중단됨: 쓰는 도중에 Maru가 끝났습니다</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>생각하는 중</translation>
    </message>
    <message>
        <source>Thought first</source>
        <translation>먼저 생각함</translation>
    </message>
    <message>
        <source>Thought for %1 s</source>
        <translation>%1초 동안 생각함</translation>
    </message>
    <message>
        <source>The conversation is long: the model no longer saw its first message.</source>
        <translation>대화가 길어서 모델이 첫 메시지를 보지 못했습니다.</translation>
    </message>
    <message>
        <source>The conversation is long: the model no longer saw its first %L1 messages.</source>
        <translation>대화가 길어서 모델이 처음 메시지 %L1개를 보지 못했습니다.</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>초당 %1토큰</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1토큰</translation>
    </message>
    <message>
        <source>%L1 tokens</source>
        <translation>%L1토큰</translation>
    </message>
    <message>
        <source>first word %1 s</source>
        <translation>첫 낱말까지 %1초</translation>
    </message>
</context>
<context>
    <name>maru::ModelChoice</name>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>프로세서</translation>
    </message>
</context>
<context>
    <name>maru::ModelFolderList</name>
    <message>
        <source>Not there now</source>
        <translation>지금은 없음</translation>
    </message>
    <message>
        <source>No models</source>
        <translation>모델 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), %1</source>
        <translation>
            <numerusform>모델 %n개, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ModelReport</name>
    <message>
        <source>Name inside</source>
        <translation>파일 안의 이름</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>라이선스</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>만든 곳</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>계열</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Trained context</source>
        <translation>학습한 컨텍스트</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1토큰</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>%1, of keys and values %2</source>
        <translation>%1, 키와 값 %2</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>어휘</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>토크나이저</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message numerus="yes">
        <source>GGUF %1, %2 in %n part(s)</source>
        <translation>
            <numerusform>GGUF %1, %2, 조각 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Model id</source>
        <translation>모델 ID</translation>
    </message>
    <message>
        <source>unknown type %1</source>
        <translation>알 수 없는 형식 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s), %1</source>
        <translation>
            <numerusform>텐서 %n개, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Begins a text</source>
        <translation>글 시작</translation>
    </message>
    <message>
        <source>Ends a text</source>
        <translation>글 끝</translation>
    </message>
    <message>
        <source>Ends a turn</source>
        <translation>차례 끝</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>채움</translation>
    </message>
</context>
<context>
    <name>maru::ModelText</name>
    <message>
        <source>Never used</source>
        <translation>사용한 적 없음</translation>
    </message>
    <message>
        <source>Used today</source>
        <translation>오늘 사용</translation>
    </message>
    <message>
        <source>Used yesterday</source>
        <translation>어제 사용</translation>
    </message>
    <message>
        <source>Used on %1</source>
        <translation>%1 사용</translation>
    </message>
    <message>
        <source>Changed since it was checked on %1</source>
        <translation>%1 확인한 뒤 바뀜</translation>
    </message>
    <message>
        <source>Checked on %1</source>
        <translation>%1 확인함</translation>
    </message>
</context>
<context>
    <name>maru::Notifier</name>
    <message>
        <source>Show</source>
        <translation>보기</translation>
    </message>
</context>
<context>
    <name>maru::ProgressText</name>
    <message>
        <source>Loading the model</source>
        <translation>모델을 불러오는 중</translation>
    </message>
    <message>
        <source>Loading %1 %</source>
        <translation>%1% 불러오는 중</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%L1 s left</source>
        <translation>%L1초 남음</translation>
    </message>
    <message>
        <source>Reading %L1 of %L2 tokens</source>
        <translation>%L1 / %L2토큰 읽는 중</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>읽는 중</translation>
    </message>
    <message>
        <source>Checking the graphics device for its first use, %1 %</source>
        <translation>처음 쓰는 그래픽 장치를 확인하는 중, %1%</translation>
    </message>
</context>
<context>
    <name>maru::QuantizeController</name>
    <message>
        <source>Paused</source>
        <translation>일시 중지됨</translation>
    </message>
    <message>
        <source>Writing the smaller model</source>
        <translation>작은 모델을 쓰는 중</translation>
    </message>
    <message>
        <source>Reading the text with both models</source>
        <translation>두 모델로 글을 읽는 중</translation>
    </message>
    <message>
        <source>%1 is on the shelf</source>
        <translation>라이브러리에 넣었습니다: %1</translation>
    </message>
    <message>
        <source>Perplexity %1 became %2: %3 % %4</source>
        <translation>퍼플렉서티 %1에서 %2: %3% %4</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>나빠짐</translation>
    </message>
    <message>
        <source>better</source>
        <translation>좋아짐</translation>
    </message>
</context>
<context>
    <name>maru::RealEngine</name>
    <message>
        <source>%1 (%2 of %3 layers)</source>
        <translation>%1 (레이어 %2 / %3)</translation>
    </message>
</context>
<context>
    <name>maru::ReplyAnnouncer</name>
    <message numerus="yes">
        <source>Code block, %n lines</source>
        <translation>
            <numerusform>코드 블록, %n줄</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table, %n rows</source>
        <translation>
            <numerusform>표, %n행</numerusform>
        </translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>수식</translation>
    </message>
</context>
<context>
    <name>maru::ReplyDetails</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>초당 %1토큰</translation>
    </message>
    <message>
        <source>all %L1 on the processor</source>
        <translation>%L1개 모두 프로세서에</translation>
    </message>
    <message>
        <source>all %L1 on the graphics device</source>
        <translation>%L1개 모두 그래픽 장치에</translation>
    </message>
    <message>
        <source>%L1 on the graphics device, %L2 on the processor</source>
        <translation>그래픽 장치에 %L1개, 프로세서에 %L2개</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) in %1</source>
        <translation>
            <numerusform>%1에 %Ln토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; %L2 more were known</source>
        <translation>%1, %L2토큰은 이미 알던 것</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Mirostat %1</source>
        <translation>Mirostat %1</translation>
    </message>
    <message>
        <source>temperature %1</source>
        <translation>온도 %1</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>top-k</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>top-p</translation>
    </message>
    <message>
        <source>min-p</source>
        <translation>min-p</translation>
    </message>
    <message>
        <source>typical-p</source>
        <translation>typical-p</translation>
    </message>
    <message>
        <source>XTC</source>
        <translation>XTC</translation>
    </message>
    <message>
        <source>repetition penalty</source>
        <translation>반복 억제</translation>
    </message>
    <message>
        <source>frequency penalty</source>
        <translation>빈도 억제</translation>
    </message>
    <message>
        <source>presence penalty</source>
        <translation>출현 억제</translation>
    </message>
    <message>
        <source>DRY</source>
        <translation>DRY</translation>
    </message>
    <message>
        <source>Most of the time (%1 of %2) went into loading the model. The next reply does not wait for that.</source>
        <translation>대부분의 시간(%1 / %2)을 모델을 불러오는 데 썼습니다. 다음 답변부터는 기다리지 않습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Most of the time (%1 of %2) went into reading %Ln token(s) of the conversation.</source>
        <translation>
            <numerusform>대부분의 시간(%1 / %2)을 대화 %Ln토큰을 읽는 데 썼습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 were known from before.</source>
        <translation>%L1토큰은 이미 알고 있었습니다.</translation>
    </message>
    <message>
        <source>Nothing of it was known from before; what follows in this conversation is quicker.</source>
        <translation>미리 알던 부분이 없었습니다. 이 대화에서 이어지는 답변은 더 빠릅니다.</translation>
    </message>
    <message numerus="yes">
        <source>%1 % of the time went into writing %Ln token(s).</source>
        <translation>
            <numerusform>시간의 %1%를 %Ln토큰을 쓰는 데 썼습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of that was thinking.</source>
        <translation>그중 %1 동안 생각했습니다.</translation>
    </message>
    <message>
        <source>%L1 of %L2 layers lie on the processor, which slows every token.</source>
        <translation>레이어 %L2개 중 %L1개가 프로세서에 있어 토큰마다 느려집니다.</translation>
    </message>
    <message>
        <source>The processor did it all; a smaller model writes faster.</source>
        <translation>모두 프로세서에서 처리했습니다. 더 작은 모델이 더 빨리 씁니다.</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>작성</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Loaded in</source>
        <translation>불러온 시간</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>읽음</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>첫 낱말까지</translation>
    </message>
    <message>
        <source>Thought for</source>
        <translation>생각한 시간</translation>
    </message>
    <message>
        <source>Wrote</source>
        <translation>씀</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) at %1</source>
        <translation>
            <numerusform>%Ln토큰, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Went on after</source>
        <translation>이어 쓴 위치</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln토큰</numerusform>
        </translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
</context>
<context>
    <name>maru::ReplyFlow</name>
    <message>
        <source>Looking for models</source>
        <translation>모델을 찾는 중</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>쓰는 중</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>중지하는 중</translation>
    </message>
</context>
<context>
    <name>maru::ReplyNotice</name>
    <message>
        <source>Temporary chat</source>
        <translation>임시 대화</translation>
    </message>
    <message>
        <source>The reply has ended.</source>
        <translation>답변이 끝났습니다.</translation>
    </message>
</context>
<context>
    <name>maru::RequestListModel</name>
    <message>
        <source>Download of a model</source>
        <translation>모델 다운로드</translation>
    </message>
    <message>
        <source>First part of a model, to see whether it runs</source>
        <translation>실행 여부를 보려고 모델의 앞부분</translation>
    </message>
    <message>
        <source>List of chosen models</source>
        <translation>추천 모델 목록</translation>
    </message>
    <message>
        <source>Search for models</source>
        <translation>모델 검색</translation>
    </message>
    <message>
        <source>Files of a model</source>
        <translation>모델의 파일 목록</translation>
    </message>
    <message>
        <source>Refused: offline</source>
        <translation>거부함: 오프라인</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>응답 없음</translation>
    </message>
    <message>
        <source>Sent on to another address</source>
        <translation>다른 주소로 안내됨</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>응답함</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>오류 %1</translation>
    </message>
</context>
<context>
    <name>maru::SearchModel</name>
    <message>
        <source>Old messages are made searchable: %1 %</source>
        <translation>지난 메시지를 검색할 수 있게 만드는 중: %1%</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>%1, in the archive</source>
        <translation>%1, 보관함</translation>
    </message>
    <message>
        <source>You, %1</source>
        <translation>나, %1</translation>
    </message>
    <message>
        <source>Reply, %1</source>
        <translation>답변, %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>name of a file, day</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Thinking, %1</source>
        <translation>생각, %1</translation>
    </message>
</context>
<context>
    <name>maru::SecretStore</name>
    <message>
        <source>Kept in the keyring of the desktop.</source>
        <translation>데스크톱의 키링에 보관합니다.</translation>
    </message>
    <message>
        <source>No keyring was found: it is kept nowhere, and forgotten when Maru ends.</source>
        <translation>키링이 없습니다. 어디에도 저장하지 않으며 Maru를 끝내면 잊습니다.</translation>
    </message>
    <message>
        <source>Kept in a file of %1 that only you can read.</source>
        <translation>본인만 읽을 수 있는 %1의 파일에 저장했습니다.</translation>
    </message>
</context>
<context>
    <name>maru::SettingList</name>
    <message>
        <source>Temperature</source>
        <translation>온도</translation>
    </message>
    <message>
        <source>How daring the choice of words is. 0 always takes the likeliest word; above 1 gets wild.</source>
        <translation>낱말을 얼마나 대담하게 고르는지입니다. 0이면 늘 가장 그럴듯한 낱말을 고르고, 1을 넘으면 제멋대로가 됩니다.</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>답변 최대 길이</translation>
    </message>
    <message>
        <source>Tokens after which a reply is cut. A token is about three quarters of an English word.</source>
        <translation>답변을 끊을 토큰 수입니다. 토큰 하나는 영어 낱말의 4분의 3쯤입니다.</translation>
    </message>
    <message>
        <source>until it ends</source>
        <translation>끝날 때까지</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>생각하는 중</translation>
    </message>
    <message>
        <source>Whether a model that can think does so before it answers: slower, and better at hard questions.</source>
        <translation>생각할 수 있는 모델이 답하기 전에 생각할지입니다. 느리지만 어려운 질문에 강합니다.</translation>
    </message>
    <message>
        <source>Longest thinking</source>
        <translation>생각 최대 길이</translation>
    </message>
    <message>
        <source>Tokens after which the model is led from its thoughts to its answer.</source>
        <translation>생각을 마치고 답하도록 이끌 토큰 수입니다.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>제한 없음</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>With the same number the same question gets the same reply. Leave it empty for another one each time.</source>
        <translation>같은 수를 넣으면 같은 질문에 같은 답을 합니다. 비워 두면 매번 다르게 답합니다.</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>컨텍스트</translation>
    </message>
    <message>
        <source>Tokens of the conversation that the model sees at once. More takes more memory, and loads the model again.</source>
        <translation>모델이 한 번에 보는 대화의 토큰 수입니다. 클수록 메모리를 더 쓰며, 바꾸면 모델을 다시 불러옵니다.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Layers on the graphics device</source>
        <translation>그래픽 장치에 둘 레이어</translation>
    </message>
    <message>
        <source>How much of the model lies in the memory of the graphics device; the rest is computed by the processor, which is slower.</source>
        <translation>모델을 그래픽 장치의 메모리에 얼마나 둘지입니다. 나머지는 더 느린 프로세서에서 계산합니다.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together have this share of the probability. 1 is off.</source>
        <translation>확률을 합쳐 이 비율이 될 때까지의 그럴듯한 낱말만 씁니다. 1이면 끕니다.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Words less likely than this share of the likeliest one are left out. 0 is off.</source>
        <translation>가장 그럴듯한 낱말의 이 비율보다 확률이 낮은 낱말은 뺍니다. 0이면 끕니다.</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Prefers words that are about as surprising as usual. 1 is off.</source>
        <translation>보통만큼 의외인 낱말을 고릅니다. 1이면 끕니다.</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>반복 억제</translation>
    </message>
    <message>
        <source>Makes words that stood there lately less likely. 1 is off; above 1.2 hurts grammar.</source>
        <translation>최근에 나온 낱말을 덜 쓰게 합니다. 1이면 끄고, 1.2를 넘으면 문법이 무너집니다.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>빈도 억제</translation>
    </message>
    <message>
        <source>The more often a word stood there, the less likely it becomes. 0 is off.</source>
        <translation>자주 나온 낱말일수록 덜 쓰게 합니다. 0이면 끕니다.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>출현 억제</translation>
    </message>
    <message>
        <source>A word that stood there at all becomes less likely: new subjects come up. 0 is off.</source>
        <translation>한 번이라도 나온 낱말을 덜 쓰게 하여 새로운 이야기가 나오게 합니다. 0이면 끕니다.</translation>
    </message>
    <message>
        <source>Penalties look back</source>
        <translation>억제가 돌아보는 범위</translation>
    </message>
    <message>
        <source>How many of the last tokens the three penalties count.</source>
        <translation>세 가지 억제가 살피는 최근 토큰의 수입니다.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>DRY strength</source>
        <translation>DRY 세기</translation>
    </message>
    <message>
        <source>Keeps the model from repeating whole phrases. 0 is off; 0.8 is usual.</source>
        <translation>같은 구절을 되풀이하지 않게 합니다. 0이면 끄고, 보통 0.8을 씁니다.</translation>
    </message>
    <message>
        <source>DRY growth</source>
        <translation>DRY 증가</translation>
    </message>
    <message>
        <source>How fast the penalty grows with the length of the repeated phrase.</source>
        <translation>되풀이한 구절이 길수록 억제가 얼마나 빨리 커지는지입니다.</translation>
    </message>
    <message>
        <source>DRY free length</source>
        <translation>DRY 허용 길이</translation>
    </message>
    <message>
        <source>Phrases of so many tokens may be repeated freely.</source>
        <translation>이 수만큼의 토큰까지는 되풀이해도 됩니다.</translation>
    </message>
    <message>
        <source>XTC chance</source>
        <translation>XTC 확률</translation>
    </message>
    <message>
        <source>How often the likeliest words are left out, for less expected turns. 0 is off.</source>
        <translation>뜻밖의 전개를 위해 가장 그럴듯한 낱말을 얼마나 자주 뺄지입니다. 0이면 끕니다.</translation>
    </message>
    <message>
        <source>XTC threshold</source>
        <translation>XTC 기준</translation>
    </message>
    <message>
        <source>Only words more likely than this are left out so.</source>
        <translation>확률이 이보다 높은 낱말만 뺍니다.</translation>
    </message>
    <message>
        <source>Mirostat</source>
        <translation>Mirostat</translation>
    </message>
    <message>
        <source>Steers how surprising the text is by itself, in place of temperature, top-k, top-p, min-p, typical-p and XTC.</source>
        <translation>온도, top-k, top-p, min-p, typical-p, XTC 대신 글이 얼마나 의외인지를 스스로 조절합니다.</translation>
    </message>
    <message>
        <source>Mirostat target</source>
        <translation>Mirostat 목표</translation>
    </message>
    <message>
        <source>The surprise aimed at: lower is more focused.</source>
        <translation>목표로 하는 의외성입니다. 낮을수록 초점이 또렷합니다.</translation>
    </message>
    <message>
        <source>Mirostat speed</source>
        <translation>Mirostat 속도</translation>
    </message>
    <message>
        <source>JSON schema</source>
        <translation>JSON 스키마</translation>
    </message>
    <message>
        <source>The answer is then JSON that follows this schema, always.</source>
        <translation>답변이 늘 이 스키마를 따르는 JSON이 됩니다.</translation>
    </message>
    <message>
        <source>Grammar</source>
        <translation>문법</translation>
    </message>
    <message>
        <source>The answer follows this grammar (GBNF). A JSON schema goes before it.</source>
        <translation>답변이 이 문법(GBNF)을 따릅니다. JSON 스키마가 있으면 그것을 먼저 따릅니다.</translation>
    </message>
    <message>
        <source>As the model does</source>
        <translation>모델에 맡김</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>항상</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>안 함</translation>
    </message>
    <message>
        <source>Only the so many likeliest words are candidates.</source>
        <translation>가장 그럴듯한 낱말을 이 수만큼만 후보로 둡니다.</translation>
    </message>
    <message>
        <source>How fast it adapts.</source>
        <translation>얼마나 빨리 맞추어 가는지입니다.</translation>
    </message>
</context>
<context>
    <name>maru::ShelfWork</name>
    <message>
        <source>%1, %2 of %3</source>
        <translation>%1, %2 / %3</translation>
    </message>
</context>
<context>
    <name>maru::SidebarModel</name>
    <message>
        <source>Today</source>
        <translation>오늘</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>어제</translation>
    </message>
    <message>
        <source>Last seven days</source>
        <translation>지난 7일</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>month and year</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>고정됨</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Temporary</source>
        <translation>임시</translation>
    </message>
</context>
<context>
    <name>maru::TextFile</name>
    <message>
        <source>“%1” is empty.</source>
        <translation>‘%1’: 빈 파일입니다.</translation>
    </message>
    <message>
        <source>“%1” is not a text file, or is written in an encoding that Maru does not know. Save it as UTF-8 and try again.</source>
        <translation>‘%1’: 텍스트 파일이 아니거나 Maru가 모르는 인코딩입니다. UTF-8로 저장하고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>“%1” is a folder. Choose the files in it.</source>
        <translation>‘%1’: 폴더입니다. 안에 있는 파일을 선택하세요.</translation>
    </message>
    <message>
        <source>“%1” has %2. A file can have %3 at most.</source>
        <translation>‘%1’의 크기는 %2입니다. 파일은 %3까지 붙일 수 있습니다.</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2</source>
        <translation>‘%1’: 읽을 수 없습니다: %2</translation>
    </message>
</context>
<context>
    <name>maru::TransferController</name>
    <message numerus="yes">
        <source>Exporting %1 of %n conversations</source>
        <translation>
            <numerusform>내보내는 중: 대화 %n개 중 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>파일을 읽는 중</translation>
    </message>
    <message numerus="yes">
        <source>Importing %1 of %n conversations</source>
        <translation>
            <numerusform>가져오는 중: 대화 %n개 중 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>대화</translation>
    </message>
    <message numerus="yes">
        <source>%n conversations were exported to %1.</source>
        <translation>
            <numerusform>대화 %n개를 내보냈습니다: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no conversations that Maru can read. It reads its own JSON, and the conversations.json of ChatGPT and Claude.</source>
        <translation>Maru가 읽을 수 있는 대화가 없습니다: %1. Maru의 JSON과 ChatGPT, Claude의 conversations.json을 읽을 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>그림 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n results of tools</source>
        <translation>
            <numerusform>도구 결과 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hidden messages</source>
        <translation>
            <numerusform>숨은 메시지 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>파일 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n empty conversations</source>
        <translation>
            <numerusform>빈 대화 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown entries</source>
        <translation>
            <numerusform>알 수 없는 항목 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversations were imported.</source>
        <translation>
            <numerusform>대화 %n개를 가져왔습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n개는 이미 있었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out: %1.</source>
        <translation>제외: %1.</translation>
    </message>
</context>
<context>
    <name>maru::Window</name>
    <message>
        <source>Maru is already open</source>
        <translation>Maru가 이미 열려 있습니다</translation>
    </message>
    <message>
        <source>Maru cannot start</source>
        <translation>Maru를 시작할 수 없습니다</translation>
    </message>
</context>
</TS>
