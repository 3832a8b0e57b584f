<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CodeBlock</name>
    <message numerus="yes">
        <source>Show all %n lines</source>
        <translation>
            <numerusform>Show %n line</numerusform>
            <numerusform>Show all %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message numerus="yes">
        <source>In %n file(s)</source>
        <translation>
            <numerusform>In %n file</numerusform>
            <numerusform>In %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message numerus="yes">
        <source>Delete %n conversation(s) for good?</source>
        <translation>
            <numerusform>Delete %n conversation for good?</numerusform>
            <numerusform>Delete %n conversations for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrivacySection</name>
    <message numerus="yes">
        <source>Keep for %n day(s)</source>
        <translation>
            <numerusform>Keep for %n day</numerusform>
            <numerusform>Keep for %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>Deleted conversations stay here for %n days.</source>
        <translation>
            <numerusform>Deleted conversations stay here for %n day.</numerusform>
            <numerusform>Deleted conversations stay here for %n days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ViewBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::AttachmentList</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A message can carry %Ln file(s) at most.</source>
        <translation>
            <numerusform>A message can carry %Ln file at most.</numerusform>
            <numerusform>A message can carry %Ln files at most.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::CatalogueController</name>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ContextMeter</name>
    <message numerus="yes">
        <source>%Ln message(s) at the beginning no longer fit and will be left out. Pin what the model must see.</source>
        <translation>
            <numerusform>%Ln message at the beginning no longer fit and will be left out. Pin what the model must see.</numerusform>
            <numerusform>%Ln messages at the beginning no longer fit and will be left out. Pin what the model must see.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::DevicesController</name>
    <message numerus="yes">
        <source>Checked on %1: all %n kernel(s) compute right</source>
        <translation>
            <numerusform>Checked on %1: all %n kernel compute right</numerusform>
            <numerusform>Checked on %1: all %n kernels compute right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Checked on %1: %2 of %n kernel(s) compute wrong numbers (%3)</source>
        <translation>
            <numerusform>Checked on %1: %2 of %n kernel compute wrong numbers (%3)</numerusform>
            <numerusform>Checked on %1: %2 of %n kernels compute wrong numbers (%3)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::DownloadController</name>
    <message numerus="yes">
        <source>%n downloads</source>
        <translation>
            <numerusform>%n download</numerusform>
            <numerusform>%n downloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::HistoryController</name>
    <message numerus="yes">
        <source>The file of conversations was damaged. %n messages could be read and are here.</source>
        <translation>
            <numerusform>The file of conversations was damaged. %n message could be read and is here.</numerusform>
            <numerusform>The file of conversations was damaged. %n messages could be read and are here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n messages the conversation is lost: they are in new ones.</source>
        <translation>
            <numerusform>Of %n message the conversation is lost: it is in a new one.</numerusform>
            <numerusform>Of %n messages the conversation is lost: they are in new ones.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ModelFolderList</name>
    <message numerus="yes">
        <source>%n model(s), %1</source>
        <translation>
            <numerusform>%n model, %1</numerusform>
            <numerusform>%n models, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ModelReport</name>
    <message numerus="yes">
        <source>GGUF %1, %2 in %n part(s)</source>
        <translation>
            <numerusform>GGUF %1, %2 in %n part</numerusform>
            <numerusform>GGUF %1, %2 in %n parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s), %1</source>
        <translation>
            <numerusform>%n tensor, %1</numerusform>
            <numerusform>%n tensors, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ReplyAnnouncer</name>
    <message numerus="yes">
        <source>Code block, %n lines</source>
        <translation>
            <numerusform>Code block, %n line</numerusform>
            <numerusform>Code block, %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table, %n rows</source>
        <translation>
            <numerusform>Table, %n row</numerusform>
            <numerusform>Table, %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::ReplyDetails</name>
    <message numerus="yes">
        <source>%Ln token(s) in %1</source>
        <translation>
            <numerusform>%Ln token in %1</numerusform>
            <numerusform>%Ln tokens in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Most of the time (%1 of %2) went into reading %Ln token(s) of the conversation.</source>
        <translation>
            <numerusform>Most of the time (%1 of %2) went into reading %Ln token of the conversation.</numerusform>
            <numerusform>Most of the time (%1 of %2) went into reading %Ln tokens of the conversation.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 % of the time went into writing %Ln token(s).</source>
        <translation>
            <numerusform>%1 % of the time went into writing %Ln token.</numerusform>
            <numerusform>%1 % of the time went into writing %Ln tokens.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s) at %1</source>
        <translation>
            <numerusform>%Ln token at %1</numerusform>
            <numerusform>%Ln tokens at %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>maru::TransferController</name>
    <message numerus="yes">
        <source>Exporting %1 of %n conversations</source>
        <translation>
            <numerusform>Exporting %1 of %n conversation</numerusform>
            <numerusform>Exporting %1 of %n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Importing %1 of %n conversations</source>
        <translation>
            <numerusform>Importing %1 of %n conversation</numerusform>
            <numerusform>Importing %1 of %n conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversations were exported to %1.</source>
        <translation>
            <numerusform>%n conversation was exported to %1.</numerusform>
            <numerusform>%n conversations were exported to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n images</source>
        <translation>
            <numerusform>%n image</numerusform>
            <numerusform>%n images</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n results of tools</source>
        <translation>
            <numerusform>%n result of a tool</numerusform>
            <numerusform>%n results of tools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hidden messages</source>
        <translation>
            <numerusform>%n hidden message</numerusform>
            <numerusform>%n hidden messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n empty conversations</source>
        <translation>
            <numerusform>%n empty conversation</numerusform>
            <numerusform>%n empty conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown entries</source>
        <translation>
            <numerusform>%n unknown entry</numerusform>
            <numerusform>%n unknown entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversations were imported.</source>
        <translation>
            <numerusform>%n conversation was imported.</numerusform>
            <numerusform>%n conversations were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n was here already.</numerusform>
            <numerusform>%n were here already.</numerusform>
        </translation>
    </message>
</context>
</TS>
